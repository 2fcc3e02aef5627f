"""What the people of the example said. Our own words throughout."""

GROUPS = (
    (
        "What gets in the way of working together?",
        (
            ("Sam", "Travel money came ten weeks late. I nearly stopped coming."),
            ("Ash", "I never knew who would make the final choice."),
            ("Bo", "Meetings at 10 on a school day. Every time."),
            ("Rose", "They said ‘we value your voice’ and then the plan was the same as before."),
            ("Lee", "Too many letters. PPI, HRA, WP2. I stopped asking."),
            ("", "I was the only one there who was not paid."),
            ("Sam", "When the professor spoke, the rest of us went quiet."),
            ("Bo", "We were asked after the money was already spent."),
        ),
    ),
    (
        "When did it go well? What made it so?",
        (
            ("Ash", "Somebody rang me before the meeting and asked what I needed."),
            ("Rose", "The chair wrote ‘I do not know’ on the board. After that, so could we."),
            ("Lee", "They told us the pay in the first letter, and how it is paid."),
            ("Sam", "We tried one small thing first: a new letter. It was out in a month."),
            ("", "I cried and nobody rushed me. We had a break and then went on."),
            ("Bo", "My idea was in the leaflet, in my words, and they told me so."),
            ("Ash", "Two people from our group chose the questions."),
        ),
    ),
    (
        "What should everybody know before they start?",
        (
            ("Lee", "What can be changed, and what is fixed already."),
            ("Rose", "That it is fine to be angry. We are here because things went wrong."),
            ("Sam", "What happened last time, the bad parts too."),
            ("Bo", "Who decides, in one sentence, on the first page."),
            ("Ash", "How long it takes, with the reading, so that I can plan my week."),
            ("", "If it is only for show, say so. I can then choose."),
            ("Lee", "Research is a small part of my day. Link it to the rest."),
        ),
    ),
)

OPEN_QUESTION = "What would you tell somebody who comes for the first time?"
OPEN_NOTES = (
    ("Rose", "Bring your own chair if you have a good one. I do."),
    ("Lee", "You may say nothing at all the first time. Nobody minds."),
    ("", "Ask Jo for the taxi before, not after."),
)

TITLE = "What we mean by working together"

PRINCIPLES = (
    (
        "Who decides",
        "Say out loud who decides. Ask others what you cannot see yourself, and say what this group can change.",
        "Several people told us that they did not know who makes the choice.",
        (
            "I never knew who would make the final choice.",
            "Who decides, in one sentence, on the first page.",
            "What can be changed, and what is fixed already.",
            "We were asked after the money was already spent.",
        ),
    ),
    (
        "Being paid",
        "Tell people the pay first. Say what is paid, when, and how, before anybody says yes.",
        "Late or unclear money came up in every group.",
        (
            "Travel money came ten weeks late. I nearly stopped coming.",
            "I was the only one there who was not paid.",
            "They told us the pay in the first letter, and how it is paid.",
        ),
    ),
    (
        "Whose turn to speak",
        "Let the quiet voice go first. Those who usually lead speak last, and say when they do not know.",
        "Titles in the room made people go quiet. A chair who did not know helped.",
        (
            "When the professor spoke, the rest of us went quiet.",
            "The chair wrote ‘I do not know’ on the board. After that, so could we.",
            "Two people from our group chose the questions.",
        ),
    ),
    (
        "Feelings",
        "Make room for how it feels. Anger and tears are part of what people know; take a break, then go on.",
        "People told us that feelings were welcome where it went well.",
        (
            "I cried and nobody rushed me. We had a break and then went on.",
            "That it is fine to be angry. We are here because things went wrong.",
        ),
    ),
    (
        "Small steps",
        "Try one small thing soon. Do it, look at it together, then choose the next.",
        "The new letter was out in a month. People still talk about it.",
        ("We tried one small thing first: a new letter. It was out in a month.",),
    ),
    (
        "No show",
        "If it is only for show, say so. Then people can choose whether to come.",
        "Two groups named it. Nobody should find out afterwards.",
        (
            "If it is only for show, say so. I can then choose.",
            "They said ‘we value your voice’ and then the plan was the same as before.",
        ),
    ),
)

# name · which principle (0: all of it) · words · what was done ('' : not answered yet) · the answer · new words
COMMENTS = (
    ("Rose", 1, "I would like to know this before I say yes to a meeting.", "", "", ""),
    ("Ash", 2, "Ten weeks is too long. Can we put a number of days here?", "", "", ""),
    (
        "Lee",
        2,
        "Vouchers count as pay for some of us. Please say that too.",
        "passed on",
        "Vouchers are the finance team’s to settle. We asked, and will write here what they say.",
        "",
    ),
    (
        "Bo",
        3,
        "‘Quiet voice’ could sound as if we are children.",
        "thinking",
        "Three of us feel the same. We will ask the group.",
        "",
    ),
    (
        "",
        4,
        "Leave out tears. It makes me feel looked at.",
        "not done",
        "Others asked us to keep it, in these words. We wrote your worry beside it.",
        "",
    ),
    ("Ash", 5, "Yes. This is the one I would hang on the wall.", "thanked", "", ""),
    ("Sam", 0, "Something is missing about learning from what went wrong.", "", "", ""),
    (
        "Sam",
        1,
        "Could this say whom you ask, and how many?",
        "done",
        "Yes: it was too loose. It now says whom, and how many.",
        "Say out loud who decides. Ask two people outside the team, and say what this group can change.",
    ),
)
