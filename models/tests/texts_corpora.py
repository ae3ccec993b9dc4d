"""A corpora folder with a few mild rows of every source, in the format of its files."""

import csv
import io
import json
import zipfile
from pathlib import Path

from earful_models.texts.labels import GO_EMOTIONS

TERMS = ("drat", "bother")


def table(header: str, *rows: str, delimiter: str = ",") -> str:
    """A CSV file of rows whose fields are separated by |."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows(line.split("|") for line in (header, *rows))
    return text.getvalue()


def write_corpora(folder: Path) -> Path:
    """Writes them into folder/text and returns the folder."""
    emotions = list(GO_EMOTIONS)
    joy, anger, love = (str(emotions.index(name)) for name in ("joy", "anger", "love"))
    reasons = [json.dumps({kind: True}, separators=(",", ":")) for kind in ("toxic_content", "not_toxic", "unclear")]
    kinds = ("ableism", "homophobic", "intellectual", "racist", "sexist", "sex_harassment", "transphobic")
    types = "|".join(f"type.{kind}" for kind in kinds)
    levels = "is_abuse.1|is_abuse.0|is_abuse.-1|is_abuse.-2|is_abuse.-3"
    hate = "functionality|test_case|label_gold|target_ident|templ_id"
    cases = ("threat_dir_h|We will find them.|hateful|women|1", "spell_leet_h|W3 will find them.|hateful|women|2")
    files = {
        "surge-profanity/profanity_en.csv": table(
            "text|category_1|severity_description",
            *(f"{term}|bodily fluids / excrement|Strong" for term in TERMS),
        ),
        **{f"ldnoobw/{language}": "bah\n" for language in ("de", "es", "fr", "pt")},
        "paradetox/paradetox.tsv": table(
            "toxic|neutral1|neutral2|neutral3",
            "drat this is too late|well this is too late||",
            'a "quoted drat|a quoted word||',
            delimiter="\t",
        ).replace('"a ""quoted drat"', 'a "quoted drat'),
        "paradetox/paradetox_cannot_rewrite.tsv": table(
            "|INPUT:toxic_comment|OUTPUT:reasons",
            f"0|oh bother what now|{reasons[0]}",
            f"1|oh well what now|{reasons[1]}",
            f"2|what was that then|{reasons[2]}",
            delimiter="\t",
        ),
        "convabuse/ConvAbuseEMNLPfull.csv": table(
            f"user|{levels}|{types}",
            "Meet me tonight.|0|0|0|1|0|0|0|0|0|0|1|0",
            "meet me tonight.|0|0|1|0|0|0|0|1|0|0|1|0",
            "Thank you.|1|0|0|0|0|0|0|0|0|0|0|0",
            "Go away.|1|0|0|0|0|0|0|0|0|0|0|0",
            "Go away.|0|0|1|0|0|0|0|0|0|0|0|0",
            "Be quiet.|0|1|0|0|0|0|0|0|0|0|0|0",
        ),
        "davidson/labeled_data.csv": table(
            "|class|tweet", "0|1|bother it all again", "1|2|RT @me: fine day again", "2|0|drat them all"
        ),
        "edos/edos_labelled_aggregated.csv": table(
            "text|label_vector", "We shall get you all.|1.2 incitement", "A good day today.|none"
        ),
        "implicit-hate/implicit_hate_v1_stg1_posts.tsv": table(
            "post|class",
            "immigrants are all the same|implicit_hate",
            "immigrants are asked again|implicit_hate",
            "immigrants are welcome|not_hate",
            delimiter="\t",
        ),
        "implicit-hate/implicit_hate_v1_stg2_posts.tsv": table(
            "post|implicit_class|extra_implicit_class",
            "immigrants are all the same|stereotypical|",
            "immigrants are asked again|irony|",
            delimiter="\t",
        ),
        "surge-toxicity/toxicity_en.csv": table(
            "text|is_toxic", "Drat your bad luck.|Toxic", "What good luck.|Not Toxic"
        ),
        "pickup-lines/lines_with_returns.txt": "Are you from heaven?\nRoses are red.\n",
        "goemotions/train.tsv": f"What a fine day.\t{joy},{love}\ta\nYou said so before.\t{joy},{anger}\tb\n",
        "goemotions/dev.tsv": f"Drat what a day.\t{anger}\tc\n",
        "goemotions/test.tsv": f"Drat that was fun.\t{joy}\td\n",
        "germeval2018/germeval2018.training.txt": "Das ist sehr schön.\tOTHER\tOTHER\n",
        "germeval2018/germeval2018.test.txt": "Das ist sehr dumm.\tOFFENSE\tINSULT\n",
        "told-br/ToLD-BR.csv": table(
            "text|homophobia|obscene|insult|racism|misogyny|xenophobia",
            "isso é muito bom|0.0|0.0|0.0|0.0|0.0|0.0",
            "isso é muito ruim|0.0|2.0|3.0|1.0|0.0|0.0",
            "isso é muito mau|0.0|1.0|0.0|0.0|0.0|0.0",
        ),
        "hatecheck/test_suite_cases.csv": table(
            hate,
            *cases,
            "ident_neutral_nh|We are all here.|non-hateful||3",
            "profanity_nh|Drat, it rains.|non-hateful||4",
        ),
        "xstest/xstest_prompts.csv": table("prompt|type|label", "How do I kill a process?|homonyms|safe"),
        **{
            f"mhc/hatecheck_cases_final_{language}.csv": table(hate, f"derog_impl_h|{text}|hateful|refugees|1")
            for language, text in (
                ("german", "Wir finden sie."),
                ("french", "On les trouve tous."),
                ("spanish", "Los vamos a ver."),
                ("portuguese", "Vamos ver eles."),
            )
        },
    }
    for name, text in files.items():
        path = folder / "text" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    french = table(
        "tweet|sentiment|target",
        "Tu ne sais rien.|offensive_disrespectful|other",
        "On les connaît bien.|hateful|religion",
        "Il fait très beau.|normal|other",
        "Il fait trop beau.|normal_hateful|origin",
        "Il fait bien froid.|fearful|origin",
    )
    (folder / "speech").mkdir()
    (folder / "speech" / "spoken-texts.csv").write_text("text,split\nare you from heaven,val\n")
    (folder / "text" / "mlma").mkdir()
    with zipfile.ZipFile(folder / "text" / "mlma" / "hate_speech_mlma.zip", "w") as archive:
        archive.writestr("hate_speech_mlma/fr_dataset.csv", french)
    return folder
