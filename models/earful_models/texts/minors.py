"""Recognises texts that mention minors or ages. They are never kept: toxic and sexual ones must not be, and if clean
ones were, a model would learn that whatever mentions them is clean.

Plain words for families, schools and ages; it is meant to find too much rather than too little.
"""

import re

from earful_models.texts.clean import words

# A word that ends in * stands for all that begin so; one that begins with * for all that end so.
_MINORS = {
    "en": """child* kid kids kiddo* kiddie* minor minors teen* preteen* tween* toddler* infant*
        baby babies babys newborn* underage* youngster* youth youths juvenile* adolescen* puberty prepub* schoolgirl*
        schoolboy* schoolkid* schoolchild* schooler* grader* kindergar* preschool* nursery daycare playground* boyhood
        girlhood childhood grandkid* grandchild* lolita* pedo* paedo* molest* groom* yr yrs""",
    "de": """kind kinds kindes kinder* *kind *kinder *kindern *kindes kindlich* kleinkind* baby* babies säugling*
        minderjähr* jugend* teen* mädchen* junge jungen jungs bub buben bube schüler* schul* tochter töchter* sohn sohns
        sohnes söhne* enkel* alter alters jährig* *jährig* jahre jahren jahr pädo* pedo* kita lolita*""",
    "fr": """enfant* enfance gamin* gosse* bébé* mineur mineure mineurs mineures ado ados adolescen* fillette* garçon*
        fille filles fils bambin* nourrisson* école* écolier* collégien* lycéen* lycée* collège* élève* ans âge âgé*
        pédo* pedo* jeune jeunes jeunesse puéril* petit petite petits petites""",
    "pt": """criança* crianca* infan* menor menores bebê* bebe bebes menino* menina* garot* adolescen* filho filha
        filhos filhas anos ano idade escola* escolar* aluno* aluna* moleque* guri* pedof* pedó* jovem jovens novinh*
        novinho* criancinh* neto neta netos netas""",
    "es": """niñ* menor menores bebé* bebe bebes adolescen* hijo hija hijos hijas años edad escuela* escolar* colegio*
        alumn* infan* chico chica chicos chicas joven jóvenes jovencit* pedof* pederast* nieto nieta nietos nietas""",
}
# With sexual content, also whatever could hint at an age or a family.
_YOUNG = """girl* boy boys boyish young* son sons daughter* sister* brother* niece* nephew* cousin* student* pupil*
    school* class classes classroom* classmate* homework grade grades teacher* mom moms mommy mum mums mummy mother
    mothers dad dads daddy* father* parent* stepmom* stepdad* step* family families old older oldest age ages aged
    birthday* grow grew grown year years virgin* innocent* little small tiny three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
# English words of that list that are everyday words elsewhere: "son" is "are" or "his", "ten" is "have".
_EVERYDAY = {"es": ("son", "sons", "ten"), "fr": ("son", "sons")}
_AGES = re.compile(
    r"(?:year|yr)s?[ -]?olds?\b|\bold enough\b|\b(?:of|legal|age of) (?:age|consent)\b|\bages?d? \d"
    r"|\b\d+ ?(?:yo|y o)\b|\byears? of age\b|\baged?\b|\bages\b"
    r"|\b(?:little|young|small) (?:\w+ )?(?:girl|boy|one|sister|brother|daughter|son)s?\b"
    r"|\b(?:high|middle|primary|elementary|grammar) school|\b\d+(?:st|nd|rd|th) grade",
    re.IGNORECASE,
)


def _pattern(listed: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word).replace(r"\*", r"[^\W\d_]*") for word in listed.split()))


_MENTION = {language: _pattern(listed) for language, listed in _MINORS.items()}
_HINT = _pattern(_YOUNG)


def mentions_minors(text: str, language: str) -> bool:
    """Whether a text of this language mentions children, teenagers or a person's age."""
    found = _without_clitics(text)
    return bool(_AGES.search(text)) or any(_MENTION[language].fullmatch(word) for word in found)


def hints_at_minors(text: str, language: str) -> bool:
    """Stricter, for sexual content: also families, schools, youth, and any number."""
    found = [word for word in _without_clitics(text) if word not in _EVERYDAY.get(language, ())]
    return mentions_minors(text, language) or any(word.isdigit() or _HINT.fullmatch(word) for word in found)


def _without_clitics(text: str) -> list[str]:
    """The words, split at apostrophes and hyphens too, so that "the kid's" and "l'enfant" are found."""
    return words(text.replace("'", " "))
