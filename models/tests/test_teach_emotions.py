"""Which texts with emotions a model that ships learns from."""

from pathlib import Path

from texts_corpora import write_corpora

from earful_models.teach.emotions import emotion_texts


def test_emotion_texts_leave_out_disputed_emotions_minors_and_what_is_held_out(tmp_path: Path) -> None:
    write_corpora(tmp_path)
    terms = "text,category_1,severity_description\ndrat,sexual anatomy / sexual acts,Mild\n"
    (tmp_path / "text" / "surge-profanity" / "profanity_en.csv").write_text(terms)
    folder = tmp_path / "text" / "goemotions"
    lines = [f"That made day number {i} so great.\t0\tid" for i in range(40)]
    lines += ["What a day!\t0,2\tid", "My kids are great.\t0\tid", "Hold this out.\t2\tid"]
    lines += ["Drat, my mom saw that.\t17\tid", "Drat, my neighbour saw that.\t17\tid", "My mom saw that.\t17\tid"]
    (folder / "train.tsv").write_text("\n".join(lines) + "\n")
    for part in ("dev", "test"):
        (folder / f"{part}.tsv").write_text("[NAME] is great.\t0\tid\nSo sad.\t25\tid\n")
    kept = {split: emotion_texts(tmp_path, split, {"hold out this"}) for split in ("train", "val", "test")}
    pairs = {(t, e) for found in kept.values() for t, e in zip(found.texts, found.emotions, strict=True)}
    days = {(f"That made day number {i} so great.", "joy") for i in range(40)}
    seen = {("Drat, my neighbour saw that.", "joy"), ("My mom saw that.", "joy")}
    assert pairs == days | seen | {("So sad.", "sadness")}
    assert all(kept[split].texts for split in kept)
    assert sum(len(found.texts) for found in kept.values()) == len(pairs)

    assert emotion_texts(tmp_path, "train", most=3).emotions.count("joy") == 3
