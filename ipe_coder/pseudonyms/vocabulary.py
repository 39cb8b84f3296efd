"""Words that help to tell a name from another word with a capital, and one kind from another.

The lists are of general use: common first names and larger places of the United Kingdom, words
that streets, houses and bodies end with, and what has a capital and names nobody.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(line.strip().casefold() for line in text.split(",") if line.strip())


TITLES = _words("""
mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend sister father auntie
aunty uncle nurse judge inspector sergeant pc constable sgt councillor cllr captain major colonel
imam rabbi pastor
""")
"""What stands before a person's name."""

TITLES_TAKEN = _words("mr mrs ms miss mx dr doctor prof professor sir dame rev reverend auntie "
                      "aunty uncle pc sgt cllr councillor")  # fmt: skip
"""Those of them that are replaced together with the name."""

FIRST_NAMES = _words("""
aaliyah aaron abbie abdul abdullah abigail abu ada adam adele adrian agnes ahmed aidan aileen aimee
aisha aisling alan alana alasdair alastair albert alec aled alex alexander alexandra alexis alfie
alfred ali alice alicia alina alison alistair allan amanda amara amber amelia amina amir amit amy
ana anastasia andre andrea andrew andy angela angharad angie angus anil anita anjali ann anna
annabel anne annette annie anthony antonio anwen aoife archie arjun arthur arun ash ashley asif
audrey austin ava ayesha barbara barry beata beatrice becca becky bella ben benjamin bernadette
bernard beryl beth bethan bethany betty bev beverley bhavna bilal bill billy blake bob bobby
brandon brenda brendan brian bridget bronwen bruce bryan bryony caitlin caleb callum cameron carl
carla carly carmel carmen carol carole caroline carolyn catherine cathy catriona cecilia ceri
charlene charles charlie charlotte chelsea cheryl chidi chioma chloe chris christian christina
christine christopher ciara cian claire clare clive colin colleen connie connor conor corinne craig
cynthia daisy dan daniel danielle danny darren dave david dawn dean deb debbie deborah deirdre
delroy denis denise dennis derek des desmond diana diane dilys dina dionne dmitri dominic don donald
donna doreen doris dorothy doug douglas duncan dylan eamon ebony eddie edith edward edwina eileen
eilidh elaine eleanor elena eleri eli elias elijah elin elisabeth eliza elizabeth ella ellen ellie
elliot elsie emeka emily emma emmanuel eric erica erin esme esther ethan euan eugene eunice eva eve
evelyn ewan ezra farah fatima fatimah fay faye felicity femi finlay fiona fran frances francesca
francis frank frankie fred freda freddie freya gabriel gail gareth garry gary gavin gaynor gemma
geoff geoffrey george georgia georgina gerald geraldine gerard gerry gethin gill gillian gina giles
gladys glen glenn glenda glenys gloria gordon graeme graham greg gregory greta gurpreet guy gwen
gwenllian gwyn gwyneth habib hamza hannah hanna hari harjit harold harpreet harriet harry harvey
hassan hayley hazel heather hector heidi helen helena henry hilary holly howard hugh hussein huw
iain ian ibrahim ifeoma imogen imran ingrid ioan iona ira irene iris isaac isabel isabella isabelle
isaiah isla ismail ivan ivy iwan jack jackie jackson jacob jacqueline jacqui jade jaden jake jamal
james jamie jan jane janet janice janine jasmine jason javed jay jayden jayne jean jeff jeffrey
jemma jenna jennifer jenny jeremy jerome jerry jess jessica jessie jill jim jimmy joan joanna joanne
jodie joe joel john johnny jon jonathan jordan joseph josephine josh joshua joy joyce juan judith
judy julia julian julie juliet june justin kamal karen karl kate katarzyna katherine kathleen
kathryn kathy katie katrina kay kayla keeley keiran keith kelly kelvin ken kenneth kenny keri kerry
kevin khadija khalid kieran kim kimberley kirsten kirsty krish kristina krzysztof kwame kyle lakshmi
lara laura lauren laurence lawrence leah leanne lee leila len lena lenny leo leon leonard leroy les
lesley leslie lewis lexi liam lila lilian lily linda lindsay lindsey lisa liz lizzie lloyd lois lola
loretta lorna lorraine louis louise lucas lucia lucy luke lydia lyn lynda lynn lynne mabel maddie
madeleine madison magda mahmoud mairi maisie malcolm malgorzata malik mandy marcel marcia marcus
margaret maria mariam marian marie marilyn marina mario marion marjorie mark marlene marlon marta
martha martin martyn mary maryam mathew matilda matt matthew maureen maurice max maxine may maya
mead
megan mehmet mei melanie melissa mercy mia michael michelle mick miguel mike mikey mila miles millie
miranda miriam mitchell mo modou mohamed mohammad mohammed moira mollie molly mona monica morag
morgan moses muhammad muriel murray mustafa myra nadia nadine naomi nasreen natalie natasha nathan
naveed neha neil nell nelson ngozi nia niall niamh nick nicky nicola nicole nigel nikki nina nisha
noah noel noor nora noreen norma norman obinna olga olive oliver olivia olu omar orla oscar owen
paige
pam pamela parveen pat patience patricia patrick patsy paul paula pauline pawel pearl peggy penelope
penny percy perry pete peter petra phil philip philippa phillip phoebe phyllis piotr polly poppy
preeti priti priya quentin rachel rafael raheem rahul raj rajesh ralph ramona rani ranjit rashid
raymond rebecca reece reg reggie rehana rhian rhiannon rhona rhys ria ricardo richard rick ricky
rita
rob robbie robert roberta robin robyn rod roderick rodney roger roisin roland ron ronald ronan
ronnie rory ros rosa rosalind rosaleen roseanne rosemary rosie ross rowan rowena roxanne roy ruby
rukhsana rupert russell ruth ryan sabina sabrina sadia saffron saira sajid sal salim sally salma sam
samantha samir samira samuel sandeep sandra sandy sanjay santiago saoirse sara sarah saskia satnam
scott sean sebastian selina serena seth shabana shane shannon sharon shaun shauna shazia sheila
shelley shirley shona sian siân sid sienna sheena simon simone sinead siobhan sofia sonia sophia
sophie stacey stan stanley stefan stella stephanie stephen steve steven stewart stuart sue sunil
sunita suresh surinder susan susanna susie suzanne suzie sybil sylvia tahir tamara tamsin tania
tanisha
tanya tara tariq tash tasha tayo ted terence teresa terri terry tess tessa thea thelma theo theresa
thomas tiffany tilly tim timothy tina toby tom tomasz tommy toni tony tracey tracy trevor tricia
trish trisha trudy tunde tyler tyrone uma una ursula usha usman val valerie vanessa vera verity
vernon
veronica vic vicki vicky victor victoria vijay vikram vincent viola violet viv vivian vivienne wayne
wendy wesley wilfred william willow winifred winston xavier yasmin yemi yolanda yousef yusuf yvette
yvonne zac zach zachary zahra zainab zara zeynep zoe zofia
""")
"""Common first names; a word of the language among them counts only where other signs agree."""

PLACES = _lines("""
Aberdeen, Aberystwyth, Accrington, Altrincham, Anglesey, Argyll, Ashford, Aylesbury, Ayr, Bangor,
Barking, Barnet, Barnsley, Barnstaple, Barrow, Basildon, Basingstoke, Bath, Bedford, Bedfordshire,
Belfast, Berkshire, Bermondsey, Berwick, Beverley, Bexley, Bideford, Birkenhead, Birmingham,
Blackburn, Blackpool, Bodmin, Bognor, Bolton, Bootle, Boston, Bournemouth, Bracknell, Bradford,
Brecon, Brent, Brentwood, Bridgend, Bridgwater, Brighton, Bristol, Brixton, Bromley, Bromsgrove,
Buckinghamshire, Burnley, Burton, Bury, Buxton, Caerphilly, Caithness, Camberwell, Camborne,
Cambridge, Cambridgeshire, Camden, Canterbury, Cardiff, Cardigan, Carlisle, Carmarthen, Chatham,
Chelmsford, Cheltenham, Cheshire, Chester, Chesterfield, Chichester, Chorley, Colchester, Conwy,
Corby, Cornwall, Coventry, Crawley, Crewe, Croydon, Cumbria, Dagenham, Darlington, Dartford, Derby,
Derbyshire, Derry, Devon, Dewsbury, Didcot, Doncaster, Dorchester, Dorset, Dover, Dudley, Dumfries,
Dunbar, Dundee, Durham, Ealing, Eastbourne, Eastleigh, Edinburgh, Elgin, Ely, Enfield, Epsom, Essex,
Exeter, Exmouth, Falkirk, Falmouth, Fareham, Farnborough, Folkestone, Fife, Galway, Gateshead,
Gillingham, Glasgow, Gloucester, Gloucestershire, Gosport, Grantham, Gravesend, Greenwich, Grimsby,
Guildford, Gwynedd, Hackney, Halifax, Hammersmith, Hampshire, Haringey, Harlow, Harrogate, Harrow,
Hartlepool, Hastings, Hatfield, Havering, Hemel Hempstead, Hereford, Herefordshire, Hertford,
Hertfordshire, High Wycombe, Hillingdon, Holyhead, Hounslow, Huddersfield, Hull, Huntingdon,
Inverness, Ipswich, Isle of Wight, Islington, Jarrow, Keighley, Kendal, Kensington, Kent, Kettering,
Kidderminster, Kilmarnock, Kirkcaldy, Lambeth, Lancashire, Lancaster, Leamington, Leeds, Leicester,
Leicestershire, Lewes, Lewisham, Lichfield, Lincoln, Lincolnshire, Liverpool, Livingston, Llandudno,
Llanelli, London, Loughborough, Lowestoft, Luton, Macclesfield, Maidenhead, Maidstone, Manchester,
Mansfield, Margate, Merthyr, Merton, Middlesbrough, Milton Keynes, Morecambe, Newbury, Newcastle,
Newham, Newport, Newquay, Norfolk, Northampton, Northamptonshire, Northumberland, Norwich,
Nottingham, Nottinghamshire, Nuneaton, Oldham, Orkney, Oxford, Oxfordshire, Paisley, Pembroke,
Penrith, Penzance, Perth, Peterborough, Plymouth, Pontefract, Poole, Portsmouth, Powys, Preston,
Ramsgate, Reading, Redbridge, Redcar, Redditch, Rhondda, Rhyl, Rochdale, Rochester, Rotherham,
Rugby,
Runcorn, Salford, Salisbury, Sandwell, Scarborough, Scunthorpe, Sheffield, Shetland, Shrewsbury,
Shropshire, Skegness, Slough, Solihull, Somerset, Southampton, Southend, Southport, Southwark,
St Albans, St Helens, Stafford, Staffordshire, Stevenage, Stirling, Stockport, Stockton, Stoke,
Stratford, Stroud, Suffolk, Sunderland, Surrey, Sussex, Sutton, Swansea, Swindon, Tameside, Taunton,
Telford, Thanet, Torquay, Tottenham, Tower Hamlets, Trafford, Truro, Tyneside, Wakefield, Wallasey,
Walsall, Waltham Forest, Wandsworth, Warrington, Warwick, Warwickshire, Watford, Westminster,
Weston-super-Mare, Weymouth, Whitby, Whitehaven, Widnes, Wigan, Wiltshire, Winchester, Windsor,
Wirral, Woking, Wokingham, Wolverhampton, Woolwich, Worcester, Worcestershire, Workington, Worksop,
Worthing, Wrexham, Yeovil, York, Yorkshire, Accra, Lagos, Nairobi, Harare, Karachi, Lahore, Delhi,
Mumbai, Dhaka, Sylhet, Kingston, Warsaw, Krakow, Bucharest, Lisbon, Porto, Madrid, Paris, Berlin,
Rome, Athens, Dublin, Cork, Limerick, New York, Sydney, Melbourne, Toronto
""")
"""Larger places of the United Kingdom and Ireland, and some others that many people come from."""

WIDE_PLACES = _lines("""
England, Scotland, Wales, Ireland, Northern Ireland, Britain, Great Britain, United Kingdom, Europe,
Africa, Asia, America, Australia, Canada, China, France, Germany, Greece, India, Italy, Japan,
Spain,
Portugal, Poland, Romania, Bulgaria, Hungary, Lithuania, Latvia, Estonia, Turkey, Cyprus, Malta,
Pakistan, Bangladesh, Nepal, Sri Lanka, Nigeria, Ghana, Kenya, Uganda, Zimbabwe, Zambia, Somalia,
South Africa, Eritrea, Ethiopia, Sudan, Egypt, Morocco, Syria, Iraq, Iran, Afghanistan, Albania,
Ukraine, Russia, Jamaica, Trinidad, Barbados, Brazil, Philippines, Vietnam, Malaysia, New Zealand,
North East, North West, South East, South West, East Midlands, West Midlands, Midlands, East Anglia,
North Wales, South Wales, West Country, Home Counties, Highlands, Highland, Lowlands
""")
"""Countries and regions, which hardly ever point at anybody."""

STREET_WORDS = _words("""
street road lane avenue close drive court crescent gardens terrace mews square grove row walk quay
wharf rise brow hill green park moor common bridge house lodge hall farm cottage cottages estate
station heath ward wood woods bay beach way place gate fields field mount centre tower towers
villas view chapel village island
""")
"""Last words of streets, houses and quarters."""

BODY_WORDS = _words("""
council trust university college school academy hospital surgery clinic church mosque temple
foundation charity association agency ltd limited plc llp group company partnership society union
nursery infirmary hospice borough authority department ministry institute services service bank
""")
"""Last words of bodies."""

BODIES = _lines("""
Tesco, Sainsbury's, Sainsburys, Asda, Morrisons, Aldi, Lidl, Waitrose, Ikea, Greggs, Costa,
Starbucks, Wetherspoons, Boots, Argos, Primark, Barnardo's, Barnardos, Shelter, Mencap, Oxfam,
Scope,
Nacro, Turning Point, Samaritans, Serco, Capita, G4S, Amazon, Barclays, Lloyds, Nationwide
""")
"""Shops, charities and firms that people in interviews name often."""

NEVER = _words("""
i i'm i'd i'll i've monday tuesday wednesday thursday friday saturday sunday mondays tuesdays
wednesdays thursdays fridays saturdays sundays january february march april may june july august
september october november december christmas easter ramadan eid diwali hanukkah lent advent
halloween english welsh scottish irish british european african asian american caribbean indian
pakistani bangladeshi nigerian ghanaian kenyan somali polish romanian portuguese spanish french
german italian greek turkish russian ukrainian chinese japanese arabic urdu punjabi hindi bengali
gujarati tamil sylheti cantonese mandarin latin gaelic roma gypsy black white jewish muslim islamic
christian catholic hindu sikh buddhist protestant quran koran bible god allah jesus lord christ
heaven hell
santa xmas covid covid-19 coronavirus pandemic brexit teams zoom outlook excel word powerpoint
whatsapp facebook facetime skype twitter instagram tiktok youtube google gmail email emails netflix
linkedin microsoft apple iphone ipad android siri alexa spotify ebay wifi wi-fi bluetooth internet
sharepoint onedrive dropbox windows chromebook blackberry vimeo ofsted nhs hr it bbc itv pdf gdpr
covid's okay ok yeah yes no mm hmm oh ah um uh er erm well right so and but the a an mum mummy mam
mom dad daddy nan nana nanny gran grandma granny grandad grandpa auntie aunty uncle sir madam miss
mr mrs ms dr north south east west northern southern eastern western midlands mediterranean pot
bank valentine's boxing new year's ii iii iv mp ma ba bsc msc phd md gp ceo a&e a4 a3 a5
interviewer interviewee moderator participant facilitator speaker respondent researcher
hey welcome nah aye nope yep ta cheers bye hiya wow gosh blimey sorry thanks please
inaudible crosstalk laughter laughs pause
""")
"""Words with a capital that name nobody."""

NAMES_TOO = _words("will say kind")
"""Words that say little by themselves and are somebody's name as well."""

LAWS = _words("act bill code regulations directive week day friday monday")
"""Last words of laws and of days with a name."""

SAID = _words("""
said says saying goes went told tells asked asks rang rings came comes thinks thought reckons was
has had got did does wants wanted left knows knew is would will
""")
"""Verbs after which stands a person more often than a place."""

NEAR = {
    "in": 1.0, "near": 1.5, "outside": 1.5, "around": 1.0, "via": 1.5, "at": 0.7, "from": 0.5,
    "to": 0.3, "over": 0.3, "past": 1.0, "through": 0.7, "towards": 1.0, "into": 0.7, "up": 0.2,
}  # fmt: skip
"""How much a word before a name speaks for a place."""

NAMED = _words("called named dear")
"""Words after which hardly anything but a name stands."""

CALLED = _words("called named dear hi hello thanks colleague manager friend wife husband partner "
                "son daughter brother sister mum dad with and rang ring told tell asked ask "
                "says said")  # fmt: skip
"""Words before a name that speak for a person."""
