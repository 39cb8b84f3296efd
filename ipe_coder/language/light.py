"""English words that say little by themselves: function words and fillers of speech."""

from __future__ import annotations

_WORDS = """
a about above across actually after afterwards again against ah all almost alone along already
also although always am among an and another any anybody anyhow anyone anything anyway anywhere
are around as aside at away
back basically be because become been before beforehand behind being below beside besides
between beyond bit both but by
ca can cannot could
did do does doing done down due during
each eh either else elsewhere enough er erm especially etc even ever every everybody everyone
everything everywhere exactly except
few first for former from further
get give go gon gonna got guess
had has have he hence her here herself hey hi him himself his hm hmm how however
i if in indeed into is it its itself
just
keep kind know
last lately latter least less let like literally lot lots
made make many may maybe me mean meanwhile mhm might mine mm moreover most mostly much must my
myself
na namely near need neither never nevertheless next no nobody none nor not nothing now nowhere
n't n’t
obviously of off often oh ok okay on once one ones only onto or other others otherwise ought our
ours ourselves out over own
per perhaps please pretty probably put
quite
rather re really regarding right
said same say says see seem seemed seems several shall she should since so some somebody somehow
someone something sometimes somewhere sort still stuff such suppose sure
ta take tell than thank thanks that the their theirs them themselves then there therefore these
they thing things think this those though through throughout thus to together too toward towards
try
uh uhm um under unless until up upon us use used using usually
various very via
wan wanna want was way we well were what whatever when whenever where whereas wherever whether
which while who whoever whole whom whose why will with within without wo would
yeah yep yes yet you your yours yourself yourselves
'd 'll 'm 're 's 've ’d ’ll ’m ’re ’s ’ve
"""

LIGHT = frozenset(_WORDS.split())
"""Lemmas and forms, in lower case."""
