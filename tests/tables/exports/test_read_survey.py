# ruff: noqa: E501 (the exports are typed in as the tools write them)
"""Exports typed in by hand, as the tools write them, and the long tables that they are."""

import gzip
import math

import numpy as np
import pandas as pd
import pytest

import vocvalue as vv
from vocvalue.errors import DataError, ParameterError

NO = math.nan

QUALTRICS = """\
StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,RecipientLastName,RecipientEmail,ExternalReference,DistributionChannel,UserLanguage,Q1_NPS_GROUP,Q1,Q2,Q3,Q4_1,Q4_2,Q5
Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,Recorded Date,Response ID,Recipient Last Name,Recipient Email,External Data Reference,Distribution Channel,User Language,How likely are you to recommend us? - Group,How likely are you to recommend us?,"What is the main reason, in your words?",How satisfied are you?,How was it? - Price,How was it? - Delivery,What did you buy?
"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""endDate"",""timeZone"":""America/Denver""}","{""ImportId"":""status""}","{""ImportId"":""ipAddress""}","{""ImportId"":""progress""}","{""ImportId"":""duration""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate"",""timeZone"":""America/Denver""}","{""ImportId"":""_recordId""}","{""ImportId"":""recipientLastName""}","{""ImportId"":""recipientEmail""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""distributionChannel""}","{""ImportId"":""userLanguage""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}","{""ImportId"":""QID3""}","{""ImportId"":""QID4_1""}","{""ImportId"":""QID4_2""}","{""ImportId"":""QID5""}"
2024-03-01 09:00:00,2024-03-01 09:05:00,IP Address,1.2.3.4,100,300,True,2024-03-01 09:05:01,R_1,Lee,lee@x.org,0012,email,EN,Promoter,10,"Fast, and ""kind""
to me",Very satisfied,5,4,"Tea,Cups, large"
2024-03-01 10:00:00,2024-03-01 10:02:00,IP Address,1.2.3.5,100,120,True,2024-03-01 10:02:01,R_2,Ray,ray@x.org,0013,anonymous,EN,Detractor,3,,Dissatisfied,1,2,
2024-03-01 11:00:00,2024-03-01 11:02:00,Survey Preview,,100,120,True,2024-03-01 11:02:01,R_3,,,,preview,EN,Promoter,9,test,Satisfied,3,3,Tea
2024-03-01 12:00:00,2024-03-01 12:02:00,IP Address,1.2.3.6,40,120,False,2024-03-08 12:02:01,R_4,May,may@x.org,0014,email,EN,,,,,,,
2024-03-01 13:00:00,2024-03-01 13:02:00,Spam,1.2.3.7,100,2,True,2024-03-01 13:02:01,R_5,Bot,b@x.org,0015,anonymous,EN,Promoter,10,buy,Satisfied,,,
2024-03-01 14:00:00,2024-03-01 14:02:00,IP Address,1.2.3.8,100,60,True,2024-03-01 14:02:01,R_6,Kim,kim@x.org,,anonymous,EN,Passive,7,,,,,Tea
2024-03-01 15:00:00,2024-03-01 15:02:00,IP Address,1.2.3.9,100,60,True,2024-03-01 15:02:01,R_7,Poe,poe@x.org,0016,email,EN,,,,,,,
2024-03-01 16:00:00,2024-03-01 16:02:00,IP Address,1.2.3.9,100,60,True,2024-03-01 16:02:01,R_8,Ann,ann@x.org,0017,email,EN,,,only words,,,,
"""

SURVEYMONKEY = """\
Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,How likely is it that you would recommend us?,Why?,How satisfied are you with each?,,What do you use? (all that apply),,
,,,,,,,,,Response,Open-Ended Response,Delivery,Price,App,Shop,Other (please specify)
11400000001,401,03/05/2024 08:36:37 AM,03/05/2024 08:40:00 AM,1.2.3.4,a@x.org,A,B,C1,10 - Extremely likely,fast,Very satisfied,Satisfied,App,,the phone
11400000002,401,03/06/2024 01:00:00 PM,12/31/2024 12:05:09 AM,1.2.3.5,b@x.org,C,D,C2,0 - Not at all likely,,,Dissatisfied,,Shop,
11400000003,402,03/07/2024 12:00:00 PM,03/07/2024 12:30:00 PM,1.2.3.6,c@x.org,E,F,C3,7,slow,Neutral,,App,Shop,
"""

TYPEFORM = """\
#,"How likely are you to <strong>recommend</strong> us?",Why is that?,Tea,Coffee,Other,client,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags,Ending
odwdp4nz,9,good tea,Tea,,,C1,completed,2024-03-05 02:39:31,,2024-03-05 02:41:38,653e97acae,,Thanks
odwdp4nx,2,,,Coffee,juice,C2,completed,2024-03-05 03:00:00,,2024-03-05 03:01:00,753e97acae,,Thanks
odwdp4ny,8,half,,,,C3,partial,2024-03-05 04:00:00,2024-03-05 04:00:30,,853e97acae,,
"""

WJX = """\
序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您是否愿意把我们推荐给朋友？,2、请说明原因,3、您对服务的满意程度,4、您购买了哪些商品？,5(价格),5(物流),6、您的会员号,总分
1,2024/3/5 9:01:02,65秒,微信,N/A,1.2.3.4(浙江-杭州),10分（非常愿意）,物流快，包装好,非常满意,茶叶┋杯子〖大号〗,1,0,00701,15
2,2024/3/5 19:30:00,30秒,手机提交,N/A,1.2.3.5(北京-北京),6分,(空),不满意,(跳过),0,0,00702,8
3,2024/12/31 23:59:59,20秒,微信,N/A,1.2.3.6(上海-上海),0分（非常不愿意）,-3,一般,杯子,-3,1,00703,3
"""

GOOGLE = """\
Timestamp,Email Address,How likely are you to recommend us?,What do you like?,Comments
2024/03/05 9:01:02 AM GMT+8,a@x.org,9,Price;Service,
2024/03/05 12:30:00 AM GMT+8,b@x.org,4,,"slow; cold"
"""

WIDE = """\
survey_id;completed;member;unit;ltr;osat;comment
7;05/03/2024 18:01;0017;Store 1;9;4;ok
8;06/03/2024 07:30;0018;Store 2;;2;
"""


def written(tmp_path, text, name="export.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def rows(table, *columns):
    part = table[list(columns)].astype(object)
    return part.where(part.notna(), None).to_numpy().tolist()


def adds_up(answers):
    out = sum(answers.left_out.values())
    assert answers.n_rows == answers.n_responses + out
    # The notes on what was left out come first and hold the same numbers.
    assert [note.count for note in answers.notes][: len(answers.left_out)] == list(
        answers.left_out.values()
    )
    return True


def qualtrics(tmp_path, text=QUALTRICS, name="q.csv", encoding="utf-8", **arguments):
    options = {
        "scores": {"Q1": "nps", "Q3": "csat"},
        "texts": {"Q2": "nps"},
        "score_labels": {"Q3": "satisfaction5"},
        "customer_id": "ExternalReference",
    }
    path = written(tmp_path, text, name, encoding)
    return vv.read_survey(path, "qualtrics", **(options | arguments))


def test_qualtrics_is_read_to_a_long_table(tmp_path):
    answers = qualtrics(tmp_path)
    table = answers.to_frame()
    assert list(table.columns) == [
        "customer_id",
        "timestamp",
        "survey",
        "question",
        "score",
        "text",
        "response_id",
        "channel",
    ]
    assert rows(table, "customer_id", "survey", "question", "score", "text", "response_id") == [
        ["0012", "nps", "Q1", 10.0, 'Fast, and "kind"\nto me', "R_1"],
        ["0012", "csat", "Q3", 5.0, None, "R_1"],
        ["0013", "nps", "Q1", 3.0, None, "R_2"],
        ["0013", "csat", "Q3", 2.0, None, "R_2"],
        ["0017", "nps", "Q2", None, "only words", "R_8"],
    ]
    assert table["channel"].tolist() == ["email"] * 2 + ["anonymous"] * 2 + ["email"]
    assert table["timestamp"].dt.tz.key == "America/Denver"
    assert table["timestamp"][0] == pd.Timestamp("2024-03-01 16:05:00", tz="UTC")


def test_qualtrics_counts_every_row(tmp_path):
    answers = qualtrics(tmp_path)
    assert answers.n_rows == 8
    assert answers.left_out == {
        "test": 1,
        "spam": 1,
        "unfinished": 1,
        "no_customer": 1,
        "no_answer": 1,
    }
    assert adds_up(answers)
    assert answers.n_responses == 3
    assert answers.questions["Q2"] == "What is the main reason, in your words?"


def test_without_a_customer_answers_are_anonymous(tmp_path):
    answers = qualtrics(tmp_path, customer_id=None)
    assert "customer_id" not in answers.to_frame()
    assert "no_customer" not in answers.left_out
    assert "cannot be joined" in str(answers.notes[-1])
    assert adds_up(answers)


def test_unfinished_responses_can_be_kept(tmp_path):
    text = QUALTRICS.replace("email,EN,,,,,,,\n2024-03-01 13", "email,EN,,8,,,,,\n2024-03-01 13")
    answers = qualtrics(tmp_path, text, unfinished="keep")
    assert "R_4" in answers.to_frame()["response_id"].tolist()
    assert "unfinished" not in answers.left_out
    assert adds_up(answers)


def test_qualtrics_numeric_values_are_read_alike(tmp_path):
    text = QUALTRICS
    for word, code in [
        ("IP Address,1", "0,1"),
        ("Survey Preview", "1"),
        ("Spam,1", "8,1"),
        (",True,", ",1,"),
        (",False,", ",0,"),
    ]:
        text = text.replace(word, code)
    labels = {"Q3": "satisfaction5"}
    assert rows(qualtrics(tmp_path, text, score_labels=labels).to_frame(), "score", "text") == rows(
        qualtrics(tmp_path).to_frame(), "score", "text"
    )
    assert qualtrics(tmp_path, text).left_out == qualtrics(tmp_path).left_out


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("0", None),
        ("4", None),
        ("16", None),
        ("32", None),
        ("36", None),
        ("Imported", None),
        ("Offline", None),
        ("", None),
        ("Offline Survey Preview", "test"),
        ("17", "test"),
        ("2", "test"),
        ("9", "test"),
        ("12", "spam"),
        ("Imported Spam", "spam"),
    ],
)
def test_the_status_is_a_sum_of_flags(tmp_path, status, reason):
    line = "2024-03-01 09:05:00,IP Address,"
    text = QUALTRICS.replace(line, line.replace("IP Address", status))
    change = {"test": 1, "spam": 1} | ({reason: 2} if reason else {})
    left_out = qualtrics(tmp_path, text).left_out
    assert {it: left_out[it] for it in ("test", "spam")} == change


@pytest.mark.parametrize("status", ["64", "-1", "0.5", "inf", "Umfragevorschau"])
def test_a_status_that_is_none_is_refused(tmp_path, status):
    text = QUALTRICS.replace("2024-03-01 09:05:00,IP Address,", f"2024-03-01 09:05:00,{status},")
    with pytest.raises(DataError, match=r"'Status': row 4 holds no status"):
        qualtrics(tmp_path, text)


@pytest.mark.parametrize("zone", ["America/Dnver", "", "../x"])
def test_a_zone_that_is_none_in_the_headings_is_refused(tmp_path, zone):
    text = QUALTRICS.replace("America/Denver", zone)
    if not zone:
        assert qualtrics(tmp_path, text).to_frame()["timestamp"].dt.tz is None
        return
    with pytest.raises(DataError, match="which is not a time zone"):
        qualtrics(tmp_path, text)


def test_finished_in_another_language_is_told_by_the_progress(tmp_path):
    text = QUALTRICS.replace(",True,", ",Wahr,").replace(",False,", ",Falsch,")
    assert qualtrics(tmp_path, text).left_out == qualtrics(tmp_path).left_out


def test_choices_of_qualtrics_are_rows(tmp_path):
    answers = qualtrics(
        tmp_path,
        scores=None,
        score_labels=None,
        texts=None,
        choices={"Q5": "bought", "Q4": "asked"},
    )
    # Qualtrics joins choices by a comma without a space: "Cups, large" is one choice.
    assert rows(answers.to_frame(), "customer_id", "survey", "question", "score", "text") == [
        ["0012", "bought", "Q5", None, "Tea"],
        ["0012", "bought", "Q5", None, "Cups, large"],
        ["0012", "asked", "Q4", None, "Price"],
        ["0012", "asked", "Q4", None, "Delivery"],
        ["0013", "asked", "Q4", None, "Price"],
        ["0013", "asked", "Q4", None, "Delivery"],
    ]


def test_a_tab_separated_export_of_qualtrics_is_utf_16(tmp_path):
    cells = pd.read_csv(written(tmp_path, QUALTRICS), header=None, dtype=str, keep_default_na=False)
    path = tmp_path / "q.tsv"
    cells.to_csv(path, sep="\t", header=False, index=False, encoding="utf-16")
    read = vv.read_survey(path, "qualtrics", scores={"Q1": "nps"}).to_frame()
    other = vv.read_survey(
        written(tmp_path, QUALTRICS), "qualtrics", scores={"Q1": "nps"}
    ).to_frame()
    pd.testing.assert_frame_equal(read, other)


def test_names_mail_and_addresses_stay_behind_unless_asked_for(tmp_path):
    shown = qualtrics(tmp_path).to_frame().to_csv() + str(qualtrics(tmp_path).to_dict())
    assert "1.2.3.4" not in shown
    assert "lee@x.org" not in shown
    assert "Lee" not in shown
    kept = qualtrics(tmp_path, keep=["RecipientEmail"]).to_frame()
    assert list(kept.columns)[-1] == "RecipientEmail"
    assert kept["RecipientEmail"][0] == "lee@x.org"


def test_surveymonkey_is_read_to_a_long_table(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, SURVEYMONKEY),
        "surveymonkey",
        scores={
            "How likely is it…": "nps",
            "How satisfied are you with each? - Delivery": "csat delivery",
            "How satisfied are you with each? - Price": "csat price",
        },
        texts={"Why?": "nps"},
        choices={"What do you use? (all that apply)": "used"},
        score_labels={
            "How satisfied are you with each? - Delivery": "satisfaction5",
            "How satisfied are you with each? - Price": "satisfaction5",
        },
        customer_id="Custom Data 1",
        timezone="America/New_York",
    )
    table = answers.to_frame()
    assert rows(table[table["customer_id"] == "C1"], "survey", "score", "text") == [
        ["nps", 10.0, "fast"],
        ["csat delivery", 5.0, None],
        ["csat price", 4.0, None],
        ["used", None, "App"],
        ["used", None, "the phone"],
    ]
    assert rows(table[table["customer_id"] == "C2"], "survey", "score", "text") == [
        ["nps", 0.0, None],
        ["csat price", 2.0, None],
        ["used", None, "Shop"],
    ]
    times = table.drop_duplicates("customer_id")["timestamp"].tolist()
    assert times == [
        pd.Timestamp(text, tz="America/New_York")
        for text in ("2024-03-05 08:40:00", "2024-12-31 00:05:09", "2024-03-07 12:30:00")
    ]
    assert table["channel"].tolist() == ["401"] * 8 + ["402"] * 4
    assert any("month/day/year" in str(note) for note in answers.notes)
    assert adds_up(answers)


def test_typeform_is_read_to_a_long_table(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, TYPEFORM),
        "typeform",
        scores={"How likely are you to recommend us?": "nps"},
        texts={"Why is that?": "nps"},
        choices={"Tea": "drinks", "Coffee": "drinks", "Other": "drinks"},
        customer_id="client",
    )
    table = answers.to_frame()
    assert rows(table, "customer_id", "survey", "score", "text", "response_id") == [
        ["C1", "nps", 9.0, "good tea", "odwdp4nz"],
        ["C1", "drinks", None, "Tea", "odwdp4nz"],
        ["C2", "nps", 2.0, None, "odwdp4nx"],
        ["C2", "drinks", None, "Coffee", "odwdp4nx"],
        ["C2", "drinks", None, "juice", "odwdp4nx"],
    ]
    assert table["timestamp"][0] == pd.Timestamp("2024-03-05 02:41:38", tz="UTC")
    assert answers.left_out == {"unfinished": 1}
    assert adds_up(answers)


def test_a_response_begun_has_no_time_to_count_by(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, TYPEFORM),
        "typeform",
        scores={"How likely are you…": "nps"},
        unfinished="keep",
    )
    assert answers.left_out == {"no_time": 1}
    assert adds_up(answers)


@pytest.mark.parametrize(
    ("encoding", "argument"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("gb18030", "gb18030"),
        ("gbk", "gbk"),
        ("utf-16", None),
    ],
)
def test_wjx_is_read_to_a_long_table(tmp_path, encoding, argument):
    answers = vv.read_survey(
        written(tmp_path, WJX, "答卷.csv", encoding),
        "wjx",
        scores={"1": "nps", "3": "csat"},
        texts={"2、请说明原因": "nps"},
        choices={"4": "bought", "5": "reasons"},
        score_labels={"3": "satisfaction5"},
        customer_id="6",
        encoding=argument,
    )
    table = answers.to_frame()
    assert rows(table, "customer_id", "survey", "question", "score", "text") == [
        ["00701", "nps", "1", 10.0, "物流快，包装好"],
        ["00701", "csat", "3", 5.0, None],
        ["00701", "bought", "4", None, "茶叶"],
        ["00701", "bought", "4", None, "杯子〖大号〗"],
        ["00701", "reasons", "5", None, "价格"],
        ["00702", "nps", "1", 6.0, None],
        ["00702", "csat", "3", 2.0, None],
        ["00703", "nps", "1", 0.0, None],
        ["00703", "csat", "3", 3.0, None],
        ["00703", "bought", "4", None, "杯子"],
        ["00703", "reasons", "5", None, "物流"],
    ]
    assert table["timestamp"].iloc[-1] == pd.Timestamp("2024-12-31 15:59:59", tz="UTC")
    assert table["channel"].tolist() == ["微信"] * 5 + ["手机提交"] * 2 + ["微信"] * 4
    assert adds_up(answers)


def test_google_forms_is_read_to_a_long_table(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, GOOGLE),
        "google_forms",
        scores={"How likely are you to recommend us?": "nps"},
        texts={"Comments": "nps"},
        choices={"What do you like?": "liked"},
        separator=";",
        customer_id="Email Address",
        timezone="Asia/Shanghai",
    )
    table = answers.to_frame()
    assert rows(table, "survey", "score", "text") == [
        ["nps", 9.0, None],
        ["liked", None, "Price"],
        ["liked", None, "Service"],
        ["nps", 4.0, "slow; cold"],
    ]
    assert table["timestamp"][0] == pd.Timestamp("2024-03-05 01:01:02", tz="UTC")
    assert table["timestamp"][3] == pd.Timestamp("2024-03-04 16:30:00", tz="UTC")
    assert table["timestamp"].dt.tz.key == "Asia/Shanghai"


def test_any_other_tool_is_read_by_naming_its_columns(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, WIDE),
        "wide",
        scores={"ltr": "nps", "osat": "csat"},
        texts={"comment": "nps"},
        customer_id="member",
        timestamp="completed",
        timestamp_format="%d/%m/%Y %H:%M",
        response_id="survey_id",
        channel="unit",
        delimiter=";",
    )
    table = answers.to_frame()
    assert rows(table, "customer_id", "survey", "score", "text", "response_id", "channel") == [
        ["0017", "nps", 9.0, "ok", "7", "Store 1"],
        ["0017", "csat", 4.0, None, "7", "Store 1"],
        ["0018", "csat", 2.0, None, "8", "Store 2"],
    ]
    assert table["timestamp"][0] == pd.Timestamp("2024-03-05 18:01")
    assert table["timestamp"].dt.tz is None
    assert any("does not say the time zone" in str(note) for note in answers.notes)


def test_the_table_goes_into_the_rooms(tmp_path):
    answers = vv.read_survey(
        written(tmp_path, WJX), "wjx", scores={"1": "nps"}, customer_id="6"
    ).to_frame()
    # One promoter and two detractors of three.
    assert vv.survey.nps(answers["score"]).value == pytest.approx(-100 / 3)
    trend = vv.survey.trend(answers, survey="nps", every="month")
    assert trend.to_frame()["n"].iloc[[0, -1]].tolist() == [2, 1]


def test_a_gzipped_export_is_the_same(tmp_path):
    packed = tmp_path / "w.csv.gz"
    packed.write_bytes(gzip.compress(WJX.encode()))
    plain = vv.read_survey(written(tmp_path, WJX), "wjx", scores={"1": "nps"}).to_frame()
    pd.testing.assert_frame_equal(
        vv.read_survey(packed, "wjx", scores={"1": "nps"}).to_frame(), plain
    )


def test_a_survey_asked_in_two_versions_is_one(tmp_path):
    text = "id,when,Qa,Qb\n1,2024-03-05,9,\n2,2024-03-06,,3\n3,2024-03-07,,\n"
    answers = vv.read_survey(
        written(tmp_path, text), "wide", timestamp="when", scores={"Qa": "nps", "Qb": "nps"}
    )
    assert rows(answers.to_frame(), "question", "score") == [["Qa", 9.0], ["Qb", 3.0]]
    assert answers.left_out == {"no_answer": 1}


def test_two_answers_of_one_survey_do_not_mix(tmp_path):
    text = "id,when,Qa,Qb\n1,2024-03-05,9,8\n2,2024-03-06,,3\n"
    with pytest.raises(DataError, match=r"1 response answered 'Qa' and 'Qb'.*row 2"):
        vv.read_survey(
            written(tmp_path, text), "wide", timestamp="when", scores={"Qa": "nps", "Qb": "nps"}
        )


def test_blank_lines_and_copies_are_counted(tmp_path):
    lines = WJX.splitlines()
    text = "\n".join([lines[0], lines[1], "", lines[2], lines[1], "," * 13, lines[3]]) + "\n"
    answers = vv.read_survey(written(tmp_path, text), "wjx", scores={"1": "nps"})
    assert answers.left_out == {"blank": 2, "copy": 1}
    assert answers.n_responses == 3
    assert adds_up(answers)


def test_what_a_result_hands_out_cannot_change_it(tmp_path):
    answers = qualtrics(tmp_path)
    frame = answers.to_frame()
    frame.loc[0, "score"] = 0
    frame["text"].array[0] = "changed"
    assert answers.to_frame()["score"][0] == 10
    assert "changed" not in answers.to_frame()["text"].tolist()
    with pytest.raises(TypeError):
        answers.left_out["test"] = 0


def test_it_says_what_was_read(tmp_path):
    answers = qualtrics(tmp_path)
    assert answers.statement() == (
        "q.csv has 8 rows and yields 3 responses. Left out: 1 row from a preview or a test, 1 row "
        "marked as spam, 1 row from responses that were not finished, 1 row with no customer and "
        "1 row with no answer to any question named."
    )
    assert answers.statement("zh") == (
        "q.csv 共 8 行，读取 3 份答卷。未计入：1 行为预览或测试答卷、1 行被标记为垃圾答卷、"
        "1 行未答完、1 行缺少客户编号和 1 行未回答任何所选题目。"
    )
    assert "survey csat  2 scores and 0 comments" in answers.summary()
    assert all(note.zh and "," not in note.zh for note in answers.notes)


EXPORTS = {
    "qualtrics": (QUALTRICS, "Q1"),
    "surveymonkey": (SURVEYMONKEY, "How likely is it…"),
    "typeform": (TYPEFORM, "How likely are you…"),
    "wjx": (WJX, "1"),
    "google_forms": (GOOGLE, "How likely are you…"),
}


@pytest.mark.parametrize("layout", EXPORTS)
@pytest.mark.parametrize("other", [*EXPORTS, "wide"])
def test_a_file_of_another_layout_is_refused(tmp_path, layout, other):
    text = WIDE.replace(";", ",") if other == "wide" else EXPORTS[other][0]
    if layout == other:
        return
    with pytest.raises(DataError, match=rf"'export.csv' does not have the layout '{layout}': its"):
        vv.read_survey(written(tmp_path, text), layout, scores={EXPORTS[layout][1]: "nps"})


@pytest.mark.parametrize("layout", EXPORTS)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_an_export_without_responses_is_refused(tmp_path, layout, n):
    text, question = EXPORTS[layout]
    n_header = {"qualtrics": 3, "surveymonkey": 2}.get(layout, 1)
    if n > n_header:
        return
    short = "\n".join(text.splitlines()[:n]) + "\n\n"
    with pytest.raises(DataError, match=r"has no responses|does not have the layout"):
        vv.read_survey(written(tmp_path, short), layout, scores={question: "nps"})


@pytest.mark.parametrize(
    ("drop", "layout", "seen"),
    [
        (2, "qualtrics", r"third row should hold import ids.*it holds '2024-03-01 09:00:00'"),
        (1, "qualtrics", r"third row should hold import ids"),
        (0, "qualtrics", r"first row should hold 'ResponseId', 'EndDate'; it holds 'Start Date'"),
        (1, "surveymonkey", r"second row should say .*it holds '11400000001'"),
        (0, "surveymonkey", r"first row should hold 'Respondent ID'"),
    ],
)
def test_a_heading_row_that_is_missing_is_said(tmp_path, drop, layout, seen):
    text, question = EXPORTS[layout]
    lines = text.splitlines()
    kept = "\n".join(line for number, line in enumerate(lines) if number != drop)
    with pytest.raises(DataError, match=seen):
        vv.read_survey(written(tmp_path, kept), layout, scores={question: "nps"})


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (
            {"scores": {"Q9": "nps"}, "score_labels": None},
            DataError,
            r"has no column 'Q9'.*Near it: 'Q",
        ),
        (
            {"scores": {"Q1_NPS_GROUP": "nps"}, "score_labels": None},
            DataError,
            r"holds the group.*name 'Q1'",
        ),
        ({"scores": {"Q…": "nps"}, "score_labels": None}, DataError, r"has \d columns 'Q…'"),
        (
            {"scores": None, "texts": None, "score_labels": None},
            ParameterError,
            "no question is named",
        ),
        ({"scores": {}, "texts": {}, "score_labels": None}, ParameterError, "no question is named"),
        ({"scores": ["Q1"], "score_labels": None}, ParameterError, "must map questions"),
        ({"scores": "Q1", "score_labels": None}, ParameterError, "must map questions"),
        ({"scores": {"Q1": ""}, "score_labels": None}, ParameterError, "must be a name"),
        ({"scores": {"Q1": None}, "score_labels": None}, ParameterError, "must be a name"),
        ({"score_labels": {"Q9": "satisfaction5"}}, ParameterError, "labels names 'Q9'"),
        ({"score_labels": {"Q3": "good5"}}, ParameterError, "labels == 'good5'"),
        ({"score_labels": "good5"}, ParameterError, "labels == 'good5'"),
        ({"score_labels": None}, DataError, r"'Q3'.*score_labels='satisfaction5'"),
        ({"score_labels": {"Q3": {"Very satisfied": 5}}}, DataError, r"'Dissatisfied' \(1\)"),
        (
            {"scores": None, "score_labels": "satisfaction5"},
            ParameterError,
            "no question is named in",
        ),
        ({"texts": {"Q1": "nps"}}, ParameterError, "'Q1' is asked for twice"),
        ({"texts": {"Q2": "nps", "Q5": "nps"}}, ParameterError, "texts names two questions"),
        ({"choices": {"Q5": "nps"}}, ParameterError, "choices names the survey 'nps'"),
        ({"customer_id": "Customer"}, DataError, "has no column 'Customer'"),
        ({"customer_id": 3}, ParameterError, "3 must be the name of a column"),
        ({"timestamp": "Q2", "texts": None}, DataError, "no time that begins with the year"),
        ({"timestamp": "Ended"}, DataError, "has no column 'Ended'"),
        ({"keep": "UserLanguage"}, ParameterError, "must be a list"),
        ({"keep": ["Language"]}, DataError, "has no column 'Language'"),
        ({"keep": ["score"]}, ParameterError, "keep names 'score'"),
        ({"unfinished": "yes"}, ParameterError, "unfinished == 'yes'"),
        ({"timezone": "Mars/Olympus"}, ParameterError, "must be a zone's name"),
        ({"timezone": "Asia/Shanghai"}, ParameterError, "are of 'America/Denver'"),
        ({"timestamp_format": "%d/%m/%Y"}, DataError, "not as timestamp_format"),
        ({"timestamp_format": "%Q"}, ParameterError, "must be a format"),
        ({"timestamp_format": "%Y %z"}, ParameterError, "an offset in the text"),
        ({"separator": ""}, ParameterError, "separator == ''"),
        ({"delimiter": ";;"}, ParameterError, "must be one character"),
        ({"delimiter": "\t"}, DataError, "need another delimiter="),
        ({"sheet": "Sheet1"}, ParameterError, "a text file has none"),
    ],
)
def test_what_cannot_be_asked_is_refused(tmp_path, arguments, kind, message):
    with pytest.raises(kind, match=message):
        qualtrics(tmp_path, **arguments)


@pytest.mark.parametrize("layout", ["medallia", "", None, 3])
def test_an_unknown_layout_is_refused(tmp_path, layout):
    with pytest.raises(ParameterError, match=r"layout == .*must be one of 'qualtrics'"):
        vv.read_survey(written(tmp_path, WIDE), layout, scores={"ltr": "nps"})


def test_a_wide_file_needs_the_column_of_the_moment(tmp_path):
    with pytest.raises(ParameterError, match="name it with timestamp="):
        vv.read_survey(written(tmp_path, WIDE), "wide", scores={"ltr": "nps"}, delimiter=";")


def test_two_columns_of_one_name_are_refused_where_they_are_named(tmp_path):
    text = "when,Other,Q,Other\n2024-03-05,a,9,b\n"
    path = written(tmp_path, text)
    table = vv.read_survey(path, "wide", timestamp="when", scores={"Q": "nps"}).to_frame()
    assert table["score"].tolist() == [9]
    with pytest.raises(DataError, match=r"2 columns 'Other'.*\(column 2\).*\(column 4\)"):
        vv.read_survey(path, "wide", timestamp="when", texts={"Other": "nps"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\n", "begins with a blank row"),
        (b" ,\n1,2\n", "has no column|begins with"),
        (b"\xff\xfe", "is empty"),
        ("序号,提交答卷时间".encode("gbk"), r"line 1, is not encoded in utf-8.*gb18030"),
        (b'a,b\n1,"2\n3,4\n', r"unexpected end of data|A quotation mark may be left open"),
        (b'a,b\n1,"2"x\n', r"line 2: .*A quotation mark may be left open"),
        (b"a,b\n1,2,3\n", r"row 2, has 3 cells, but the first row has 2"),
        (b"a,b\n1\n", r"row 2, has 1 cells"),
        (b"Title\na,b\n", r"row 2, has 2 cells, but the first row has 1.*a title above"),
        (b"a,b\n1,2\x00\n", "."),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, message):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        vv.read_survey(path, "wide", timestamp="a", scores={"b": "nps"})


def test_a_path_that_is_none_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="must be the path"):
        vv.read_survey(pd.DataFrame(), "wjx", scores={"1": "nps"})
    with pytest.raises(DataError, match="does not exist"):
        vv.read_survey(tmp_path / "none.csv", "wjx", scores={"1": "nps"})
    with pytest.raises(DataError, match="is a folder"):
        vv.read_survey(tmp_path, "wjx", scores={"1": "nps"})
    for name, message in [("q.zip", "unpack it"), ("q.sav", "must end in")]:
        (tmp_path / name).write_bytes(b"PK")
        with pytest.raises(ParameterError, match=message):
            vv.read_survey(tmp_path / name, "wjx", scores={"1": "nps"})
    (tmp_path / "q.csv.gz").write_bytes(b"no gzip")
    with pytest.raises(DataError, match="cannot be read"):
        vv.read_survey(tmp_path / "q.csv.gz", "wjx", scores={"1": "nps"})


def test_an_encoding_against_the_mark_of_the_file_is_refused(tmp_path):
    path = written(tmp_path, WJX, encoding="utf-8-sig")
    with pytest.raises(ParameterError, match="begins with the byte order mark of utf-8"):
        vv.read_survey(path, "wjx", scores={"1": "nps"}, encoding="gb18030")
    for encoding in ("klingon", 8):
        with pytest.raises(ParameterError, match="must be the name of an encoding"):
            vv.read_survey(path, "wjx", scores={"1": "nps"}, encoding=encoding)
    for encoding in ("utf-8", "utf-8-sig", "UTF8"):
        vv.read_survey(path, "wjx", scores={"1": "nps"}, encoding=encoding)


@pytest.mark.parametrize("text", ["1.23457E+17", "1E+11", "4.0e12"])
def test_ids_that_a_spreadsheet_rounded_are_refused(tmp_path, text):
    with pytest.raises(DataError, match=r"a spreadsheet has rounded them"):
        vv.read_survey(
            written(tmp_path, WJX.replace("00701", text)),
            "wjx",
            scores={"1": "nps"},
            customer_id="6",
        )


def test_one_id_of_two_responses_is_refused(tmp_path):
    text = WJX.replace("\n2,2024", "\n1,2024")
    with pytest.raises(DataError, match=r"'序号': 1 row has the id of another.*row 3"):
        vv.read_survey(written(tmp_path, text), "wjx", scores={"1": "nps"})


def test_choices_numbered_from_one_are_not_read_as_nps(tmp_path):
    text = (
        WJX.replace("10分（非常愿意）", "11").replace("6分", "7").replace("0分（非常不愿意）", "1")
    )
    with pytest.raises(DataError, match=r"1 score lies outside 0 to 10 \(row 2\).*1 to 11"):
        vv.read_survey(written(tmp_path, text), "wjx", scores={"1": "nps"})
    labels = {str(code): code - 1 for code in range(1, 12)}
    read = vv.read_survey(written(tmp_path, text), "wjx", scores={"1": "nps"}, score_labels=labels)
    assert read.to_frame()["score"].tolist() == [10, 6, 0]


def test_a_file_in_which_nothing_counts_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"none of the 3 rows .*: 3 rows with no customer"):
        vv.read_survey(
            written(tmp_path, "w,c,q\n2024-03-05,,9\n2024-03-05,,9\n2024-03-06,,8\n"),
            "wide",
            timestamp="w",
            customer_id="c",
            scores={"q": "nps"},
        )
    with pytest.raises(DataError, match=r"none of the 1 rows .*: 1 row with no answer"):
        vv.read_survey(
            written(tmp_path, "w,q\n2024-03-05, \n"), "wide", timestamp="w", scores={"q": "nps"}
        )


def timed(tmp_path, *texts, layout="wide", **arguments):
    lines = [f'"{text}",9' for text in texts]
    path = written(tmp_path, "\n".join(["when,Q", *lines]) + "\n")
    return vv.read_survey(path, layout, timestamp="when", scores={"Q": "nps"}, **arguments)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-3-5 9:05", "2024-03-05 09:05"),
        ("2024/03/05 09:05:07", "2024-03-05 09:05:07"),
        ("2024-03-05T09:05:07.250", "2024-03-05 09:05:07.25"),
        ("2024.3.5 12:05:00 AM", "2024-03-05 00:05"),
        ("2024/3/5 12:05:00 pm", "2024-03-05 12:05"),
        ("2024年3月5日 下午3:05", "2024-03-05 15:05"),
        ("2024/3/5 上午 9:05:07", "2024-03-05 09:05:07"),
        ("2024-02-29 23:59:59", "2024-02-29 23:59:59"),
    ],
)
def test_a_time_that_begins_with_the_year_is_read(tmp_path, text, time):
    assert timed(tmp_path, text).to_frame()["timestamp"][0] == pd.Timestamp(time)


@pytest.mark.parametrize(
    "text",
    [
        "03/05/2024",
        "5.3.2024 10:00",
        "2024-13-05",
        "2023-02-29",
        "2024-03-05 24:00",
        "2024-03-05 10:60",
        "2024-03-05 10:05:60",
        "2024-03-05 13:05 PM",
        "2024-03-05 0:05 PM",
        "45356.4",
        "yesterday",
        "0000-03-05",
        "24-03-05",
    ],
)
def test_a_time_that_is_none_is_refused_with_its_row(tmp_path, text):
    with pytest.raises(DataError, match=r"1 row holds no time.*\(row 3\).*timestamp_format="):
        timed(tmp_path, "2024-03-05", text)


def test_day_and_month_are_never_guessed(tmp_path):
    text = SURVEYMONKEY.replace("03/05/2024 08:40:00 AM", "25/03/2024 08:40:00 AM")
    with pytest.raises(DataError, match=r"nor month/day/year, for example '25/03/2024.*row 3"):
        vv.read_survey(written(tmp_path, text), "surveymonkey", scores={"How likely is it…": "nps"})


@pytest.mark.parametrize(
    ("texts", "zone", "instants"),
    [
        (["2024-03-05T09:00:00Z"], None, ["2024-03-05 09:00"]),
        (
            ["2024-03-05 09:00+08:00", "2024-03-05 09:00-0530"],
            None,
            ["2024-03-05 01:00", "2024-03-05 14:30"],
        ),
        (
            ["2024-03-05 09:00 GMT+8", "2024-03-05 09:00 UTC"],
            "Asia/Shanghai",
            ["2024-03-05 01:00", "2024-03-05 09:00"],
        ),
        (["2024-07-01 09:00"], "Europe/Berlin", ["2024-07-01 07:00"]),
    ],
)
def test_times_carry_their_zone_where_it_is_known(tmp_path, texts, zone, instants):
    times = timed(tmp_path, *texts, timezone=zone).to_frame()["timestamp"]
    assert str(times.dt.tz) == (zone or "UTC")
    assert times.tolist() == [pd.Timestamp(it, tz="UTC") for it in instants]


def test_times_with_and_without_an_offset_do_not_mix(tmp_path):
    with pytest.raises(DataError, match=r"1 time carries no offset.*row 3"):
        timed(tmp_path, "2024-03-05T09:00:00Z", "2024-03-05T09:00:00")


def test_an_hour_that_the_clocks_went_through_twice_is_noted(tmp_path):
    answers = timed(tmp_path, "2024-10-27 02:30", "2024-10-27 03:30", timezone="Europe/Berlin")
    times = answers.to_frame()["timestamp"].tolist()
    assert times[0] == pd.Timestamp("2024-10-27 00:30", tz="UTC")
    assert any(
        note.count == 1 and "repeated when the clocks go back" in str(note)
        for note in answers.notes
    )


def test_an_hour_that_the_clocks_skipped_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"1 time does not exist in 'Europe/Berlin'.*row 3"):
        timed(tmp_path, "2024-03-30 02:30", "2024-03-31 02:30", timezone="Europe/Berlin")


def test_ids_and_texts_survive_as_they_are(tmp_path):
    odd = ["00012", "NA", "null", "1.0", "#7", "a;b", "O'Neil", 'say "x"', "back\\slash", " pad "]
    lines = ['"' + text.replace('"', '""') + '",2024-03-05,9' for text in odd]
    path = written(tmp_path, "\n".join(["c,w,q", *lines]) + "\n")
    table = vv.read_survey(
        path, "wide", timestamp="w", scores={"q": "nps"}, customer_id="c"
    ).to_frame()
    assert table["customer_id"].tolist() == [text.strip() for text in odd]
    assert np.all(table["score"] == 9)
