from scripts import proof


def test_figures_are_read_from_among_other_words():
    assert proof.read_figures('Starting\n{"case": "a note", "ours": 2}\n') == [{"case": "a note", "ours": 2}]


def test_a_figure_becomes_a_row_with_a_dash_where_there_is_no_peer():
    alone = {"case": "a note", "ours": 2.34567, "unit": "ms"}
    beside = alone | {"ours": 12345.6, "peer": 24691, "ratio": 0.5, "versions": {"peer": "1.2"}}

    rows = [proof.row(alone), proof.row(beside)]

    assert rows == [
        "| a note | 2.35 | – | – | ms |  |",
        "| a note | 12,346 | 24,691 | 0.5 | ms | peer 1.2 |",
    ]
