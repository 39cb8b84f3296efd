"""A small invented study in files: four sittings, both arms, a focus group, two coders."""

from __future__ import annotations

from tests.cli.shell import Shell

CODEBOOK = """
name: Messages to starters
study: swing
approach: deductive
codes:
- name: 1 Feasibility
  kind: question
  codes:
  - name: Delivery mechanism
    kind: theme
    definition: How the messages reach people, and when.
    include: channel, time of day
    exclude: "what they say: Message content"
    keywords: [text, Monday, phone]
    mark: De
    codes:
    - name: Time of day
  - name: Message content
    kind: theme
    definition: What the messages say, and in which tone.
"""

SW01 = """Interviewer: How did the messages reach you?
Priya: They came on a Monday morning, which is our worst time [laughs]. I read them on my phone.
Interviewer: And what did they say?
Priya: They were warm, and short enough.
"""

SW03 = """Interviewer: How did the messages reach you?
Tom: By text. I never saw half of them.
Interviewer: Would anything have been better?
Tom: An email on a Friday, perhaps [/] or nothing at all.
"""

GROUP = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Moderator: What do you do to keep well?

2
00:00:04.000 --> 00:00:09.000
Ana: We had a messenger group of our own, with tips and so on.

3
00:00:09.000 --> 00:00:14.000
Ben: I was never in that group, to be honest.

4
00:00:14.000 --> 00:00:20.000
Cai: Nobody sent us anything, so I cannot say.
"""

PEOPLE = """participant,transcript,speaker,respondent,arm,role,site,consent
Priya,SW01,Priya,recipient,treatment,team manager,Leeds,quote with role
Tom,SW03,Tom,recipient,treatment,social worker,York,quote with role
Ana,FG1,Ana,non-user,control,social worker,Leeds,quote with role
Ben,FG1,Ben,non-user,control,social worker,York,paraphrase only
Cai,FG1,Cai,non-user,control,social worker,York,quote without role
"""

CODED = """transcript,start,end,quote,code,coder
SW03,,,I never saw half of them.,Delivery mechanism,CD
SW03,,,An email on a Friday,Time of day,
FG1,,,with tips and so on,Message content,CD
"""

RESULTS = """study,outcome,role,higher_is,group_1,n_1,mean_1,se_1,group_2,n_2,mean_2,se_2,p,source
swing,Subjective well-being,primary,better,treatment,130,-0.02,0.14,control,137,0.07,0.16,0.66,RQ1
swing,Burnout,secondary,worse,treatment,130,43.98,1.53,control,137,41.43,1.47,0.15,RQ2
swing,Sickness absence,secondary,worse,treatment,,,,control,,,,,not reported
other,Turnover,primary,worse,joint,76,84.22,0.49,separate,75,68.15,0.49,<0.01,RQ9
"""


def write_files(shell: Shell) -> None:
    """Write the study's files into the folder."""
    shell.write("codebooks/swing.yaml", CODEBOOK)
    shell.write("transcripts/swing/SW01.txt", SW01)
    shell.write("transcripts/swing/SW03.md", SW03)
    shell.write("transcripts/swing/FG1.vtt", GROUP)
    shell.write("transcripts/swing/participants.csv", PEOPLE)
    shell.write("coded.csv", CODED)
    shell.write("results/hhp2.csv", RESULTS)


def build(shell: Shell) -> None:
    """Do the job of design.md up to the coding, in wellbeing.ipe."""
    write_files(shell)
    shell("project", "new", "wellbeing.ipe", "--name", "Well-being")
    shell("study", "add", "swing", "--design", "rct", "--arms", "treatment,control")
    shell("codebook", "import", "codebooks/swing.yaml", "--study", "swing")
    shell("transcript", "import", "transcripts/swing", "--study", "swing")
    shell("participant", "import", "transcripts/swing/participants.csv", "--study", "swing")
    shell("segment", "add", "--transcript", "SW01", "--quote", "They came on a Monday morning",
          "--code", "Delivery mechanism", "--coder", "AB", "--stance", "against",
          "--memo", "Timing again.")  # fmt: skip
    shell("segment", "import", "coded.csv", "--coder", "CD")
    shell("results", "import", "results/hhp2.csv")
