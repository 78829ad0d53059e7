"""The keys of a rule: what each says, and an example. Pure."""

WHEN = (
    ("all", "Conditions that hold together.", "[{words: refund}, {language: en}]"),
    ("any", "Conditions of which one holds.", "[{words: refund}, {regex: 'order \\d{6}'}]"),
    ("not", "A condition that does not hold.", "{links: own}"),
    (
        "words",
        "Words or phrases, whole, whatever their case, accents and disguises; a star at the end stands for whatever"
        " follows.",
        "[casino, lotter*]",
    ),
    ("phrases", "The same, to be there beside one of `words`.", "[free gift]"),
    (
        "regex",
        "An expression of RE2 in the text as it is written, whatever its case: read once, in bounded time.",
        "'order \\d{6}'",
    ),
    ("links", "It links somewhere: any, to the brand's own_domains, or to foreign ones.", "foreign"),
    ("domains", "It links to one of these domains, or to a part of one.", "[bad.example]"),
    ("contact", "It holds an e-mail address or a telephone number: email, phone.", "[phone]"),
    ("language", "The language, by two letters: the platform's word for it, or else as the words tell.", "[it, en]"),
    ("sentiment", "Its mood: negative, neutral, positive.", "negative"),
    ("intent", "What the built-in rules find in it: insult, complaint, purchase, question.", "[complaint]"),
    ("directed", "Whether it speaks to or of the brand and its people.", "true"),
    ("platform", "The platform it is on.", "[facebook]"),
    ("kind", "What it is: comment, reply, message, review, mention …", "[comment, reply]"),
    ("post", "The platform's id of the post that it is under.", '["1001_7"]'),
    ("campaign", "The platform's id of the campaign that it is of.", '["120200000000000000"]'),
    ("hour", "When it was said, on the brand's clocks; over midnight when the end is earlier.", "22:00-07:00"),
    ("author.known", "Whether its author has said something to the brand before.", "false"),
    ("author.hidden", "How many of its author's latest 20 are hidden at least.", "2"),
)
THEN = (
    ("allow", "Nothing hides it, neither another rule nor a built-in one.", "false"),
    ("hide", "Hide it, where the platform can.", "true"),
    ("hide_for", "Hide it for a time, and show it again then.", "24h"),
    ("assign", "Who is to answer it.", "care@aurora.example"),
    ("tag", "Tags that it is given.", "[refund]"),
    ("priority", "How urgent it is: low, normal, high, urgent.", "high"),
    ("saved_answer", "The saved answer that is proposed to who answers; it is never sent by itself.", "refunds"),
    ("lead", "Hand its author to sales.", "true"),
    (
        "escalate",
        "Urgent: the first of people.alerts has it, by a mail of its own, one of a conversation and day.",
        "true",
    ),
    ("crisis", "It counts toward a crisis.", "true"),
)
