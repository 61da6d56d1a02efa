"""The benchmark of speed runs on texts that are put together, and on a file."""

from benchmarks.signals_speed import generated, repeated, table


def test_the_table_counts_every_text_once(shipped):
    texts = generated(120)
    rows = [line.split(" | ") for line in table(shipped, texts).splitlines()[2:]]
    counts = [int(row[1]) for row in rows]
    assert counts[0] == 120 == counts[1] + counts[2]
    # Of six texts about one holds a signal; the others hold none.
    assert 5 < counts[1] < 50
    assert rows[2][-1].strip(" |") == "0"


def test_a_file_is_read_again_and_again(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("好\n\n下次还买\n", encoding="utf-8")
    assert repeated(path, 3) == ["好", "下次还买", "好"]
