"""The Chinese lexicon on sentences written for this test, family by family."""

import time

import pytest

from vocvalue.signals.matching.lexicon import load
from vocvalue.signals.matching.matcher import Matcher
from vocvalue.signals.matching.normal import normalise
from vocvalue.signals.matching.polarity import of_text

REP, UP, CROSS = "repurchase", "upsell", "cross_sell"


@pytest.fixture(scope="module")
def matcher():
    return Matcher([load("zh")])


SAID = {
    (REP, "positive"): [
        # plain
        "鞋子合脚，下次还在你家买",
        "包子皮薄馅大，以后就认准这家了",
        "老板人好，下回还来光顾",
        "房间安静，下次来成都还住这儿",
        "软件好用，明年还会续费",
        "这款面霜值得回购",
        "咖啡豆喝完了再来买",
        "有机会一定再住",
        "猫很爱吃，肯定会无限回购",
        "车险服务周到，到期继续在你们这里投保",
        "東西很好，下次還會再買",
        "下次继续光顾哦",
        "以后买奶粉就选你们家了",
        "还会再来的！",
        "果子新鲜，吃完再买",
        "活动给力，下次多买点",
        "下次去三亚，还选择住这家酒店",
        "以后买茶叶还到这家",
        "需要再来",
        "以后会常来购物的",
        "给老板点赞，会一直在这里买",
        # a typing error
        "水果很甜，下次在来",
        # implied
        "洗衣粉快用完了",
        "会员下周就要到期了",
        "看来得多囤几包",
        "囤货",
        "狗粮眼看着见底了",
        # loyal
        "不会再选择其他品牌",
        "以后不用去超市买了，这里就很好",
        "认定你们家了",
        "别的牌子免谈",
        # two denials, and questions that answer themselves
        "没理由不再买",
        "这么好的东西我为什么不多囤几盒",
        "不续费不行啊",
        "我不可能不再来",
        # what looks like a denial
        "真不错，下次还买",
        "不得不说很香，会再买",
        "没想到这么快，下次还点",
        "物流不算快，下次还会买",
        # support, further dealings, and looking in
        "豆子新鲜，会继续支持",
        "下次还会支持你们家",
        "继续支持！",
        "期待再次合作",
        "盼望今后有更多的合作机会",
        "以后我会常来逛逛",
        # what is used, tried and taken next time
        "修得又快又好，下次还会用",
        "下次换个别的口味",
        "下回我想点个别的粥",
        "下回咱换个房间住住",
        "饭量大，下回点大份",
        "下回得好好体验温泉",
        "馅料多，还要继续尝试",
        "其他口味有机会再试试",
        "下次继续这个牌子",
        # where, when the shop stands for the purchase
        "颜色正，手艺不错今后就这家店了",
        "以后网上买菜就选择京东了",
        "以后买家具还到你家",
        "以后宽带就用长城了",
        "以后给孩子买鞋还过来这里",
        "如果下次到洛阳，我还是会选择牡丹城",
        "再去大连，还住海景假日",
        "这里肯定是我以后的首选",
        "下次约上同学一起来",
        # stock, and hopes of finding it again
        "准备囤货",
        "打算等孩子尝过以后再多买些",
        "还要买买买",
        "打算给岳父也买一台",
        "回头再来三斤",
        "希望下次还能买到这样的好茶",
        "期待下次有机会再来",
        # typing errors
        "枣子很糯，下回还会再卖的",
        "下回还回住你们这儿",
        "大家放心囤吧下次还来",
    ],
    (REP, "conditional"): [
        "如果降价，我还会回购",
        "下次有优惠的话再买",
        "降价了再来买",
        "等你们把空调修好，我再考虑住",
        "下次可能还会买",
        "看情况回购",
        "续约这事说不好",
        "要是客服态度好一点，下次还会来",
        "下次还会来买，只要不涨价",
        "下次降价了再买",
        "下次去还会考虑银河的",
        "有活动还来哦",
        "好喝的话再买",
        "等再便宜的时候我多买点",
    ],
    (REP, "negative"): [
        "不会再次购买",
        "再也不来了",
        "以后不会再在这家店买东西",
        "下次坚决不订了",
        "绝不再住这家酒店",
        "质量太差，不会回购",
        "以后打死也不点他家了",
        "没有下次了",
        "这是最后一次在你家买",
        "我们明年不考虑了",
        "到期不续了",
        "以后再也不敢在网上买鞋了",
        "不改进的话不会再买了",
        "永远不会再去",
        "下次入住的可能性不大",
        "谁还敢再买",
        "下次还来才怪",
        "服务这么差，凭什么还要续费",
        "回购是不可能的",
        "原本想再续一年，现在算了",
        "差点就囤了两箱，幸好先试了一包",
        "永不光顾",
        "以后少买这家的东西",
        "拉肚子了，还回购呢？",
        # a second time, and a last
        "不会光顾第二次",
        "这样的住宿不想再有第二次",
        "我想这是最后一次在他们店里买鞋",
        # leaving without a word for buying
        "再也不会使用这个平台了",
        "不会再跟你们打交道",
        "以后跟这家说拜拜了",
        "以后告别这家了",
        "以后坚决远离这家店",
        "这家店进入黑名单了",
        "马上卸载客户端",
        "以后可以不考虑点了",
        "失去了再次购买的欲望",
        "下次绝对不这家了",
        "再便宜也不买了",
        "倒贴钱也不来了",
        "白送我都不要",
        "拉黑这家店",
        "以后不碰这牌子",
        "怎么可能再住",
        "早就不买这个牌子了",
        "没信心继续再订了",
        # questions that answer themselves
        "就这水平还怎么让我下次订你们家",
        "以后哪里还敢在网上买螃蟹",
        "今后还有人敢来你们店买吗",
        "以后还敢订你们吗",
        "以后还会用才怪",
        # typing errors
        "下次w不买了",
        "今后不会再卖了",
        "下次不回买了",
        "今后不在用他家了",
        # what somebody else says ends where the writer begins
        "我朋友说会回购，我不会再买了",
        "我朋友说会回购我不会再买了",
        "本想下次带父母再来住，想想还是算了",
    ],
    (REP, "past"): [
        "已经第三次买了",
        "回购过五六次了",
        "我是老顾客了",
        "一直在这家买",
        "又买了两箱",
        "第二次入住这家酒店",
        "这个牌子买过很多次了",
        "再次光临时发现涨价了",
        "每次去上海都住这家",
    ],
    (REP, "switch"): [
        "下次换别家",
        "以后还是去超市买吧",
        "用完这瓶就换回老牌子的洗发水",
        "以后改用别的牌子",
        "下次去别家订",
        "月底就携号转网",
        "下次还是选择其他品牌",
        "下次选择其他品牌",
        "下次选择别家",
        "以后还是选择菜市场",
        "下回买鞋会考虑去商场的",
        "下次决定去商场买",
        "下回还是买代购的",
        "明年看来只能用别家的了",
        "还是继续喝我的光明吧",
        "我还是去国外买原装的吧",
        "下次还不如住旁边那家",
        "下次肯定换一家",
    ],
    (UP, "positive"): [
        "希望能多几个账号",
        "要是有家庭装就好了",
        "能不能出5公斤装的",
        "套餐里的流量根本不够用",
        "云空间又满了",
        "我想升级到专业版",
        "保额能不能往上提一提",
        "什么时候出升级款",
        "我们的席位不够分了",
    ],
    (CROSS, "positive"): [
        "你们有配套的滤芯吗？",
        "请问店里有同款的枕套卖吗",
        "替换的刷头哪里买？",
        "你家有没有手机壳",
        "吸尘器的尘袋可以单买吗",
    ],
}

UNSAID = {
    "somebody else": [
        "我朋友说会回购",
        "同事说以后还要来买",
        "妈妈说：用完还会再买",
        "他下次还会来",
        "姐姐试穿以后，说是还要再买",
        "弟弟很满意，说下次还来",
    ],
    "advice": [
        "大家可以囤货了",
        "建议以后别再买",
        "千万不要再买了",
        "各位下次不要再来",
        "新手可以多囤几个",
        "广大顾客不要再买了",
        "最好不要再和这家快递合作",
    ],
    "pleas": [
        "下次送快点",
        "希望下次注意卫生",
        "麻烦下次多给一双筷子",
        "请店家以后还是选择好一点的快递",
        "能不能别再打电话来了",
        "下次换个骑手",
        "建议下次换好一点的盒子",
        "希望以后支持快充",
    ],
    "the seller, and what is printed": [
        "感谢您的支持，期待您再次光临",
        "亲爱的顾客，欢迎下次再来购买",
        "卡片上写着“下次再购买减五元”",
        "包装上印着下次购买立减三元",
        "味道一般。商家回复：谢谢，下次还来",
    ],
    "warnings about the next purchase": [
        "以后还在这家买一定要小心",
        "下次一定要看清尺码再买",
        "以后再买的时候多看看评价",
        "往后我再买奶粉时就会留意日期",
    ],
    "no purchase": [
        "用了再来评价",
        "下次再说吧",
        "过几天再来追评",
        "回头再来评价",
        "以后有问题再问客服",
        "明天还要上班",
        "下次一起去爬山",
        "又要重新买一个充电器",
        "这个夏天不用再买衣服了",
        "会介绍朋友来",
        "再也不用担心掉发了",
        "从此跟头屑说拜拜",
        "再也不敢相信商家的促销了",
        "这个功能谁会用呢",
        "相信不久就会再见的",
        "我被拉进黑名单",
        "更别说回头客了",
        "钥匙明天有还回来",
    ],
    "words inside words": [
        "请继续保持",
        "手续费太高",
        "订单显示已签收",
        "再快一点就好了",
        "下次注意点",
        "两小时以后再点评",
        "软件支持多语言",
        "忍不住笑了",
        "信号时断时续",
        "划不来了",
        "我不知道收件人是谁",
    ],
    "wishes for what is not sold": [
        "希望价格再低一点",
        "要是客服快一点就好了",
        "希望电池再耐用些",
        "手机内存不够用",
        "份量不够吃",
        "时间不够用",
        "免费升级了套房",
        "系统强制升级之后更卡",
    ],
    "complaints in the form of a question": [
        "你们有良心吗？",
        "这店有人管吗",
        "还有比这更难吃的吗？",
        "有质检吗",
        "酒店有卫生标准吗？",
    ],
    "questions about the same thing": [
        "这个有黑色吗",
        "还有货吗",
        "房间里有吹风机吗",
        "能开发票吗",
    ],
    "dates of what was bought": [
        "双十一买的，很便宜",
        "今年自己也买了一个",
        "618囤了不少别的东西",
    ],
}


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [(kind, status, text) for (kind, status), texts in SAID.items() for text in texts],
)
def test_what_is_said_is_read(matcher, kind, status, text):
    assert [(match.kind, match.status) for match in matcher.match([text])] == [(kind, status)]


@pytest.mark.parametrize(
    "text", [text for texts in UNSAID.values() for text in texts], ids=lambda text: text
)
def test_what_is_not_said_is_not_read(matcher, text):
    assert matcher.match([text]) == []


OTHERWISE = {
    (REP, "positive"): [
        # stock, calendar, life, the order before
        "孩子的奶粉只剩一罐了，再给我发六罐",
        "老板，国庆还来你家",
        "明年的体检还是约你们",
        "年会还定你们酒店",
        "喝惯了这个牌子，换不了了",
        "下学期继续报舞蹈班",
    ],
    (REP, "conditional"): [
        "要是能便宜二十块，我马上续",
        "除非降价，不然不会续",
        "等出了低糖的我再买",
        "打八折的话我再囤两箱",
    ],
    (REP, "negative"): [
        "合同到期我们不打算续签了",
        "请我都不来",
        "麻烦帮我办理退保",
        "吃过一次就再没去过",
        "下次还来？做梦",
    ],
    (REP, "switch"): [
        "从你家转到隔壁健身房了",
        "我们公司刚签了另一家供应商",
        "以后加油去中石化",
    ],
    (REP, "past"): ["续费五年了", "又来买了，质量没变", "这已经是第三罐"],
    (UP, "positive"): [
        "一百兆太慢，想换五百兆",
        "双人间换成三人间要补多少钱",
        "我们要再开二十个账号",
        "请问怎么开通企业版",
        "可以升舱吗",
    ],
    (CROSS, "positive"): [
        "你们做窗帘安装吗",
        "这边有没有少儿编程课",
        "狗粮吃得挺好，有猫粮吗",
        "茶几买了，电视柜有同款吗",
        "能帮忙订机票吗",
    ],
}
OTHERWISE_UNSAID = [
    "前台说明年见分晓",
    "骑手把餐送到隔壁家了",
    "快递由一家换成了另一家公司",
    "房间里有没有吹风机",
    "苹果太小了，一个只有二两",
    "这本书是看完评论才决定买的",
    "用了一个月就坏",
]


@pytest.mark.parametrize(
    ("kind", "status", "text"), [(*key, text) for key, texts in OTHERWISE.items() for text in texts]
)
def test_what_is_said_otherwise_is_read(matcher, kind, status, text):
    assert (kind, status) in {(match.kind, match.status) for match in matcher.match([text])}


@pytest.mark.parametrize("text", OTHERWISE_UNSAID)
def test_what_only_looks_like_it_is_not_read(matcher, text):
    assert not list(matcher.match([text]))


def test_the_words_of_a_role_are_those_of_the_seller(matcher):
    assert matcher.match(["下次还来买"])
    assert matcher.match(["下次还来买"], roles=["客服"]) == []


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("你们有配套的滤芯吗？", "滤芯"),
        ("请问店里有同款的枕套卖吗", "枕套"),
        ("你家有没有手机壳", "手机壳"),
        ("要是有家庭装就好了", "家庭装"),
        ("我想升级到专业版", "专业版"),
    ],
)
def test_the_product_is_cut_to_its_name(matcher, text, product):
    assert [match.product for match in matcher.match([text])] == [product]


def test_the_words_of_a_condition_are_kept(matcher):
    (match,) = matcher.match(["如果降价，我还会回购"])
    assert match.condition is not None
    assert "如果降价" in match.condition


def test_sarcasm_is_marked(matcher):
    (match,) = matcher.match(["呵呵，下次还来才怪"])
    assert match.sarcasm


def test_two_kinds_in_two_clauses_are_two_signals(matcher):
    found = matcher.match(["这款滤芯下次还买，你们有配套的水龙头吗？"])
    assert [match.kind for match in found] == [REP, CROSS]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("味道很好，送货也快", 1),
        ("又贵又难吃，等了两个小时", -1),
        ("一点都不新鲜", -1),
        ("没有让人失望", 1),
        ("不是很满意", -1),
        ("房间干净，服务热情", 1),
        ("客服态度恶劣，要求退款", -1),
        ("真不错", 1),
    ],
)
def test_praise_and_complaint_are_told_apart(text, sign):
    polarity = of_text(normalise(text))
    assert polarity is not None
    assert polarity * sign > 0


def test_a_text_without_praise_or_complaint_has_no_polarity():
    assert of_text(normalise("快递放在门口")) is None


@pytest.mark.parametrize("words", ["以后会再去来", "下次去到来", "不会再在", "以后还都就要在这家"])
def test_a_text_of_nothing_but_auxiliaries_is_read_in_time(matcher, words):
    text = words * (20_000 // len(words))
    start = time.process_time()
    matcher.match([text])
    assert time.process_time() - start < 10


NO_REFUSALS = {
    "what would have been": [
        "要不是客户指定，绝对不住这种地方",
        "早知道是翻新机肯定不买",
        "如果知道没有电梯，我绝对不会订",
    ],
    "warnings to others": ["一定不要选朝北的房间", "以后别在这家买水果"],
    "words of somebody else": ["婆婆打电话告诉我，以后再也不买了"],
    "no matter of buying": ["再也不相信你们的客服了", "感觉不会再爱了", "喝了一口就不想再喝"],
    "not decided": ["反正下次去不去住都一样"],
}


@pytest.mark.parametrize("text", [text for texts in NO_REFUSALS.values() for text in texts])
def test_no_refusal_is_read_where_none_is_said(matcher, text):
    assert [match.status for match in matcher.match([text])] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("要不是赶飞机，以后再也不会住了", "negative"),
        ("我真的绝对不能再买这家的了", "negative"),
        ("有了线上，菜市场再也不去了", "positive"),
        ("味道很好，以后还会点别的", "positive"),
        ("下次还是点别家的", "switch"),
        ("牛奶快喝完了，囤货中", "past"),
    ],
)
def test_what_resembles_it_is_still_read(matcher, text, status):
    assert [match.status for match in matcher.match([text])] == [status]


ASKED = {
    CROSS: [
        "这款有镜头盖之类的配吗",
        "有没有杯刷单独的",
        "我拍两罐奶粉，再加奶瓶能一起发吗",
        "哪里能买这种手机卡呢",
        "再配条数据线多少钱",
    ],
    UP: ["我想了解一下企业会员", "帮我办理大流量套餐"],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in ASKED.items() for text in texts]
)
def test_what_customers_ask_for_in_chats_is_read_there(matcher, kind, text):
    assert [match.kind for match in matcher.match([text], channels=["chat"])] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "有发票吗",
        "有没有货",
        "还有人吗",
        "你们有优惠券吗",
        "有没有快递单号",
        "怎么取消刚开通的会员",
        "那我重新拍一下",
        "好的我再拍一单",
    ],
)
def test_invoices_stock_people_and_doing_it_over_are_nothing_to_sell(matcher, text):
    assert matcher.match([text], channels=["chat"]) == []


@pytest.mark.parametrize(
    "text", ["那我不买了", "算了不买了，退款吧", "这单不订了", "帮我取消，不想买了"]
)
def test_an_order_called_off_in_a_chat_is_no_farewell(matcher, text):
    assert matcher.match([text], channels=["chat"]) == []
    assert {match.status for match in matcher.match([text], channels=["review"])} == {"negative"}


@pytest.mark.parametrize(
    "text",
    ["再也不买了", "以后不买了", "下次不订了", "绝对不买了", "不买你们家东西了", "会员到期不续了"],
)
def test_who_leaves_says_so_in_a_chat_too(matcher, text):
    found = matcher.match([text], channels=["chat"])
    assert {match.status for match in found} == {"negative"}


@pytest.mark.parametrize("text", ["已经解绑了", "我解绑了，帮我查一下", "怎么解除会员绑定"])
def test_an_account_that_is_untied_is_no_farewell(matcher, text):
    assert matcher.match([text], channels=["chat"]) == []
    assert matcher.match([text]) == []
