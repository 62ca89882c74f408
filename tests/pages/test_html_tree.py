"""The fast reader of HTML sees what a second parser sees, in broken markup too."""

from typing import Any

import pytest
import tinyhtml5

from tests.html_tree import parse

SAMPLES = [
    '<!doctype html><!-- a --><html lang=nl><head><title>a<b></title></head><body class="a b" hidden>c',
    "<p>a<b>b</p>c</b><p a=1 A=2>d",
    "<table><b>x<tr><td>1</table>",
    '<svg viewBox="0 0 1 1"><title>t</title><desc><p>q</desc><foreignObject><p>a</p></foreignObject></svg>',
    "<svg><lineargradient/><script>1</script></svg><math><mi>x</math>",
    '<a href="x" href="y" ONCLICK=1>',
    "<textarea>\n\nab<b></textarea><pre>\nq</pre><select><option>1<option>2</select>",
    "&lt;b&gt;&amp;amp;&nbsp;é\u200b",
    "<img src=x onerror=alert(1)//<p>",
    "<noscript><p>x</noscript><style><b></style><script><!-- </script>",
    "<form><form><input disabled></form></form>",
    '<p a="1\r\n2">x\r\ny\x00z',
    "<template><p onclick=x>in</p></template>",
]


def seen(tree: Any) -> list[tuple[str, dict[str, str], str, str]]:
    """Return every node in order: its name, attributes, text and what follows it."""
    return [
        (node.tag if isinstance(node.tag, str) else "comment", node.attrib, node.text or "", node.tail or "")
        for node in tree.iter()
        if node.tag not in {"head", "body", "html"}
    ]


@pytest.mark.parametrize("html", SAMPLES)
def test_both_parsers_see_the_same(html: str) -> None:
    assert seen(parse(html)) == seen(tinyhtml5.parse(html, namespace_html_elements=False))
