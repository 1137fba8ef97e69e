"""What only the living page of components needs."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, TokenType
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

DELIMITERS = {
    TokenType.TEXT: "{}",
    TokenType.VAR: "{{{{ {} }}}}",
    TokenType.BLOCK: "{{% {} %}}",
    TokenType.COMMENT: "{{# {} #}}",
}


class ExampleNode(template.Node):
    def __init__(self, title: FilterExpression, source: str, nodelist: NodeList) -> None:
        self.title = title
        self.source = source
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        shown = self.nodelist.render(context)
        arguments = {"title": self.title.resolve(context), "source": self.source, "shown": shown}
        return render_to_string("living/example.html", arguments)


@register.tag
def example(parser: Parser, token: Token) -> ExampleNode:
    """`{% example "Title" %}…{% endexample %}` shows what stands in it, and its very source beside it."""
    title = parser.compile_filter(token.split_contents()[1])
    source = []
    waiting = [ahead for ahead in parser.tokens if isinstance(ahead, Token)]  # the next one last
    for ahead in reversed(waiting):
        if ahead.token_type == TokenType.BLOCK and ahead.contents == "endexample":
            break
        source.append(DELIMITERS[ahead.token_type].format(ahead.contents))
    nodelist = parser.parse(("endexample",))
    parser.delete_first_token()
    return ExampleNode(title, dedented("".join(source)), nodelist)


def dedented(source: str) -> str:
    """Without empty lines around it and without the indentation that all its lines share."""
    lines = source.strip("\n").rstrip().split("\n")
    shared = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[shared:] for line in lines)
