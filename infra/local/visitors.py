"""What people say under the demo brand's posts: questions, praise, wishes to buy, spam, abuse; in three languages."""

from typing import NamedTuple


class Remark(NamedTuple):
    """One comment: on which platform, by whom, saying what; `action` is another way to speak (see visits)."""

    platform: str
    author: str
    text: str
    action: str = "add"


REMARKS = (
    Remark("facebook", "Luca", "Vorrei comprare due confezioni per l'ufficio, come faccio?"),
    Remark("facebook", "Giulia", "Che meraviglia, non vedo l'ora di provarlo! 😍"),
    Remark("facebook", "Marco", "Quanto costa la confezione da 250 grammi?"),
    Remark("facebook", "Sofia", "Siete aperti anche la domenica?"),
    Remark("facebook", "Anna", "Il miglior cappuccino della città ❤️"),
    Remark("facebook", "promo4u", "Guadagna 5000€ a settimana da casa https://easy-money.example/win"),
    Remark("facebook", "Paolo", "Siete degli idioti, vergognatevi"),
    Remark("facebook", "Elena", "Fate spedizioni in Svizzera?"),
    Remark("facebook", "Omar", "ما هو سعر القهوة الجديدة؟"),
    Remark("facebook", "Layla", "قهوة رائعة جدا ☕"),
    Remark("facebook", "Tom", "Love the new roast, well done"),
    Remark("facebook", "Kate", "I want to order ten bags for our restaurant, who can I talk to?"),
    Remark("instagram", "chiara.b", "Bellissima foto 📸"),
    Remark("instagram", "dario_88", "Dove posso comprarlo online?"),
    Remark("instagram", "noor", "أريد شراء علبتين، كيف أطلب؟"),
    Remark("instagram", "beans.daily", "What grind size do you suggest for a moka pot?"),
    Remark("instagram", "free.followers", "Get 10k followers now 👉 https://boost.example/now"),
    Remark("instagram", "fede", "Ogni mattina qui, grazie ragazzi 🙏"),
    Remark("instagram", "hater99", "you are stupid and your coffee is trash, idiots"),
    Remark("instagram", "sam", "That latte art though 😮"),
    Remark("instagram", "rita", "Avete anche il decaffeinato?"),
    Remark("instagram", "yuki", "おいしそう!"),
    Remark("x", "marta_r", "Nice! How much is the tasting box?"),
    Remark("x", "gigi", "Complimenti per il nuovo locale 👏"),
    Remark("x", "leo", "Do you ship to Germany?"),
    Remark("x", "cryptoking", "Double your coins today https://coins.example/x2"),
    Remark("x", "ale", "Il caffè di ieri era freddo, peccato"),
    Remark("x", "huda", "هل لديكم فرع في ميلانو؟"),
    Remark("x", "nina", "Where can I buy this?"),
    Remark("x", "peter", "👍"),
)

DUPLICATED = (
    Remark("facebook", "Bianca", "Prenoto un tavolo per sabato, si può?"),
    Remark("facebook", "Carlo", "Sempre i migliori 💪"),
    Remark("facebook", "Hassan", "كم سعر الكيلو؟"),
    Remark("facebook", "Ines", "Bravissimi!"),
)
"""Remarks whose whole batch of webhooks arrives twice."""

VOICES = (
    Remark("instagram", "chiara.b", "Ciao! Avete un tavolo per sei, venerdì sera?", "message"),
    Remark("x", "marta_r", "Best breakfast in town: @auroracoffee", "mention"),
    Remark("facebook", "Dario", "Aspettato mezz'ora, peccato: il caffè era ottimo.", "review"),
    Remark("facebook", "Sofia", "Scusate, il Wi-Fi c'è?"),
)
"""Those who wait for an answer, each in another way."""
