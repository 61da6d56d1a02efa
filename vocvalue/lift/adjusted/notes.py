"""The nouns of a comparison of arms, and a note on whose gain the difference is."""

from vocvalue.effects.wording import Wording
from vocvalue.results import Note
from vocvalue.results.texts import pair

CONTACT = Wording(
    noun="arm",
    group=pair("an arm", "一组"),
    either=pair("either arm", "两组"),
    treatment=pair("contact", "联系"),
    outcome=pair("staying", "留存"),
    figure=pair("the lift", "这一差异"),
    treated="the customers contacted",
    unvaried="all customers stayed or all left",
    plain="lift.retention",
)

OF_EVERYBODY = Note.of(
    "The difference is that of everybody in both arms; those contacted may have gained more or "
    'less. target="treated" gives their gain.',
    '该差异针对两组全部客户；被联系客户的实际效果可能不同，可用 target="treated" 得到。',
    bears_on="reading",
)
