"""The tree of pages at the side: two levels of all pages, and below them the branch one is in.

The theme asks for the whole tree on each page, and parses it to add its boxes. With a page per
public name that is most of the time that building the site takes, and a list nobody reads.
"""

from html import escape

from sphinx import addnodes

LEVELS = 2
BEFORE_THE_THEME, AFTER_THE_THEME = 400, 600
# What the theme adds to a page that has others below it.
BOX = (
    '<input aria-label="Toggle navigation of {title}" {checked}class="toctree-checkbox" '
    'id="{box}" name="{box}" role="switch" type="checkbox"/>'
    '<label for="{box}"><span class="icon">'
    '<svg><use href="#svg-arrow-right"></use></svg></span></label>'
)


def setup(app):
    """Write a short tree in the place of the long one of the theme."""
    app.connect("html-page-context", without_long_tree, priority=BEFORE_THE_THEME)
    app.connect("html-page-context", with_short_tree, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def without_long_tree(_app, _page, _template, context, _doctree):
    """Take away what the theme makes the tree of all pages with."""
    context.pop("toctree", None)


def with_short_tree(app, page, _template, context, _doctree):
    """Give the theme the tree as it would have written it."""
    context["furo_navigation_tree"] = tree(app, page)


def tree(app, page):
    """Return the tree as HTML, seen from a page."""
    env = app.env
    branch = ancestors(env, page)
    parts = []
    for node in env.master_doctree.findall(addnodes.toctree):
        if node.get("caption"):
            caption = escape(node["caption"])
            parts.append(
                f'<p class="caption" role="heading"><span class="caption-text">{caption}</span></p>'
            )
        names = [name for _, name in node["entries"] if name in env.titles]
        parts.append(items(app, page, branch, names, level=1))
    return "".join(parts)


def items(app, page, branch, names, *, level):
    """Return pages of one level as a list, with those below them."""
    return f"<ul>{''.join(item(app, page, branch, name, level) for name in names)}</ul>"


def item(app, page, branch, name, level):
    """Return one page of the tree, with those below it where they are shown."""
    below = app.env.toctree_includes.get(name, [])
    shown = below and (level < LEVELS or name in branch)
    link = "#" if name == page else app.builder.get_relative_uri(page, name)
    title = escape(app.env.titles[name].astext())
    current = " current" if name in branch else ""
    children = ""
    if shown:
        checked = 'checked="" ' if current else ""
        box = BOX.format(title=title, checked=checked, box=f"toctree-checkbox-{name}")
        children = box + items(app, page, branch, below, level=level + 1)
    parent = " has-children" if shown else ""
    here = " current-page" if name == page else ""
    return (
        f'<li class="toctree-l{level}{current}{parent}{here}">'
        f'<a class="{current.strip()} reference internal" href="{link}">{title}</a>{children}</li>'
    )


def ancestors(env, page):
    """Return a page and all pages above it."""
    above = {name: parent for parent, names in env.toctree_includes.items() for name in names}
    branch, name = set(), page
    while name is not None and name not in branch:
        branch.add(name)
        name = above.get(name)
    return branch
