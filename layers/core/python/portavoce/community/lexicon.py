"""The words that triage knows, by language: plain data, kept short so that each one earns its place.

Written as people write them; `plain_text.fold` is applied to both sides, so that case, accents, vowel marks and
look-alike forms need no entry of their own. A phrase matches whole words only. A brand adds its own words."""

from collections.abc import Mapping

WordLists = Mapping[str, tuple[str, ...]]
"""Language code to words and phrases."""

ABUSE: WordLists = {
    "en": (
        "idiot", "idiots", "moron", "morons", "asshole", "assholes", "bastard", "bastards", "bitch", "dickhead",
        "fuck you", "fuck off", "go to hell", "piece of shit", "shut up", "stupid people", "you are stupid",
        "you are pathetic", "kill yourself", "scumbag", "scumbags",
    ),
    "it": (
        "idiota", "idioti", "cretino", "cretini", "deficiente", "deficienti", "imbecille", "imbecilli", "stronzo",
        "stronzi", "stronza", "bastardo", "bastardi", "vaffanculo", "coglione", "coglioni", "testa di cazzo",
        "pezzo di merda", "siete delle merde", "andate al diavolo", "ladri di merda", "fate schifo",
    ),
    "ar": (
        "غبي", "أغبياء", "حمار", "حمير", "كلب", "كلاب", "حقير", "حقراء", "وقح", "تافه", "تافهين", "حيوان",
        "يا وسخ", "قليل الأدب", "انقلع", "اخرس",
    ),
}  # fmt: skip

# Who rough words are meant for, by the nearest of these beside them (`addressee.py`).
SECOND_PERSON: WordLists = {
    "en": ("you", "you're", "youre", "your", "yours", "yourself", "yourselves", "u", "ur", "ya"),
    "it": ("tu", "voi", "sei", "siete", "vi", "vostro", "vostra", "vostri", "vostre", "tuo", "tua", "fate", "fai"),
    "ar": ("أنت", "أنتم", "انتو", "إنتي", "يا", "إنكم", "عليكم", "لكم"),
}  # fmt: skip
FIRST_PERSON: WordLists = {
    "en": ("i", "i'm", "im", "i've", "me", "my", "myself", "we", "we're"),
    "it": ("io", "sono", "ero", "stato", "stata", "mi sento", "me", "mio", "mia", "siamo", "sentivo", "sento"),
    "ar": ("أنا", "كنت", "إني", "نفسي", "عندي", "نحن"),
}  # fmt: skip
NOT_MEANT: WordLists = {
    "en": (
        "not", "aren't", "isn't", "don't", "never", "no", "that", "this", "these", "those", "the", "some", "any", "he",
        "she", "they", "his", "her", "their", "him", "them", "said", "says", "told", "called", "calls", "without",
    ),
    "it": (
        "non", "mai", "mica", "né", "quel", "quell'", "quello", "quella", "quei", "quegli", "quelle", "questo",
        "questa", "il", "lo", "la", "gli", "le", "lui", "lei", "loro", "detto", "dice", "dicono", "suo", "sua",
        "certi", "senza",
    ),
    "ar": ("ليس", "ليسوا", "لستم", "لست", "مش", "مو", "هذا", "هذه", "ذلك", "هو", "هي", "هم", "قال", "قالوا", "بدون"),
}  # fmt: skip
COMMANDS: WordLists = {
    "en": ("fuck off", "go to hell", "shut up"),
    "it": ("vaffanculo", "andate al diavolo"),
    "ar": ("انقلع", "اخرس"),
}

PURCHASE: WordLists = {
    "en": (
        "how much is", "how much are", "how much does", "how much do", "how much for", "how much would", "how much",
        "what is the price", "what's the price", "price list", "price please", "price pls", "prices please",
        "price of", "where can i buy", "where can i order", "where can i get", "where do i buy", "where to buy",
        "how can i buy", "how can i order", "how do i buy", "how do i order", "can i buy", "can i order",
        "i want to buy", "i want to order", "i would like to buy", "i would like to order", "i'd like to buy",
        "i'd like to order", "do you ship", "do you deliver", "is it available", "still available", "in stock",
        "i'll take one", "i'll take two", "a quote for",
    ),
    "it": (
        "quanto costa", "quanto costano", "quanto viene", "quanto vengono", "quanto verrebbe", "che prezzo",
        "qual è il prezzo", "il prezzo di", "listino prezzi", "dove posso comprare", "dove posso comprarlo",
        "dove posso comprarla", "dove si compra", "dove posso acquistare", "dove lo trovo", "dove la trovo",
        "come posso ordinare", "come si ordina", "posso ordinare", "posso comprare", "posso prenotare",
        "vorrei comprare", "vorrei ordinare", "vorrei acquistare", "vorrei prenotare", "lo voglio comprare",
        "spedite", "fate spedizioni", "è disponibile", "è ancora disponibile", "un preventivo",
    ),
    "ar": (
        "بكم", "كم السعر", "كم سعر", "كم ثمن", "كم الثمن", "ما السعر", "ما سعر", "السعر لو سمحت", "السعر من فضلك",
        "قائمة الأسعار", "أريد شراء", "أريد أن أشتري", "أريد أن أطلب", "أريد طلب", "اريد اشتري", "كيف أطلب",
        "كيف أشتري", "أين أشتري", "من أين أشتري", "هل يوجد توصيل", "هل توصلون", "هل هو متوفر", "متوفر حاليا",
        "عايز اشتري", "بدي اشتري", "أبغى أشتري",
    ),
}  # fmt: skip

QUESTION_OPENERS: WordLists = {
    "en": (
        "how", "what", "when", "where", "who", "why", "which", "can you", "can i", "could you", "do you", "does it",
        "is it", "is there", "are there", "are you", "will you", "anyone know",
    ),
    "it": (
        "come", "quando", "quanto", "quanti", "quante", "dove", "chi", "perché", "quale", "quali", "qual è", "cosa",
        "avete", "potete", "posso", "si può", "sapete", "c'è", "ci sono",
    ),
    "ar": ("هل", "كم", "متى", "أين", "وين", "كيف", "لماذا", "ليش", "ما هو", "ما هي", "من أين", "ممكن", "بكم"),
}  # fmt: skip

QUESTION_MARKS = "?؟"

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "it": "Italian", "ar": "Arabic"}

GENERIC_DOMAINS = (
    "com", "net", "org", "info", "biz", "xyz", "top", "shop", "site", "online", "store", "click", "link", "club",
)  # fmt: skip
"""Top-level domains that make a bare `name.tld` a link; any other needs a scheme, `www.` or a path to be one."""

UNJUDGED_HOSTS = ("t.co", "x.com", "twitter.com")
"""X wraps every link and every picture in t.co (docs.x.com, t.co links): where one leads that X does not tell is not
known from the text, and a link to another post on X leads nowhere else."""
