"""What stands in or between articles: pictures with captions, pull quotes, ads."""

from mingdan.corpus.render.news.geometry import Rect, Run, Shape, Sheet
from mingdan.corpus.render.news.look import Look
from mingdan.corpus.render.news.measure import wrap


def caption_height(look: Look, caption: str, width: float) -> float:
    """Height of a caption of that width, with the space above it."""
    return len(wrap(caption, width - 4, look.small, look.font)) * look.small * 1.3 + 4


def draw_picture(sheet: Sheet, look: Look, rect: Rect, caption: str) -> None:
    """Fill ``rect`` with a picture and its caption, below it or over its lower edge."""
    over = look.options.caption == "over"
    height = caption_height(look, caption, rect.width)
    picture = rect if over else Rect(rect.x0, rect.top, rect.x1, rect.bottom - height)
    sheet.shapes.append(Shape(picture, "picture"))
    frame = sheet.frame()
    for number, line in enumerate(wrap(caption, rect.width - 4, look.small, look.font)):
        top = rect.bottom - height + 3 + number * look.small * 1.3
        sheet.runs.append(Run(line, rect.x0 + 2, top, look.small, look.font, frame, white=over))
    sheet.furniture.append(("caption", caption))


def quote_height(look: Look, text: str, width: float) -> float:
    """Height of a pull quote of that width with its two rules."""
    return len(wrap(text, width - 6, look.size * 1.25, look.head_font)) * look.size * 1.8 + look.size * 1.4


def draw_quote(sheet: Sheet, look: Look, text: str, rect: Rect) -> None:
    """Draw a pull quote between two rules."""
    size = look.size * 1.25
    sheet.rule(rect.x0, rect.top + 3, rect.x1, rect.top + 4)
    sheet.rule(rect.x0, rect.bottom - 4, rect.x1, rect.bottom - 3)
    frame = sheet.frame()
    for number, line in enumerate(wrap(text, rect.width - 6, size, look.head_font)):
        top = rect.top + look.size * 0.9 + number * look.size * 1.8
        sheet.runs.append(Run(line, rect.x0 + 3, top, size, look.head_font, frame))
    sheet.furniture.append(("quote", text))


def _ad_sizes(look: Look) -> tuple[float, float]:
    return (look.size * 1.3, look.size) if look.options.ad_in_body_font else (look.size * 2.2, look.size * 1.25)


def ad_height(look: Look, ad: tuple[str, str], width: float) -> float:
    """Height that an ad needs at that width."""
    head, body = _ad_sizes(look)
    room = width - 2 * look.size
    lines = len(wrap(ad[0], room, head, look.head_font)) * head * 1.4
    return lines + len(wrap(ad[1], room, body, look.font)) * body * 1.5 + 2 * look.size


def draw_ad(sheet: Sheet, look: Look, ad: tuple[str, str], rect: Rect) -> None:
    """Draw an ad: a headline and a text, in a frame unless it is made up to look like an article."""
    head, body = _ad_sizes(look)
    if look.options.rules or not look.options.ad_in_body_font:
        sheet.shapes.append(Shape(rect, "frame"))
    frame = sheet.frame()
    top = rect.top + look.size * 0.8
    for text, size, font in ((ad[0], head, look.head_font), (ad[1], body, look.font)):
        for line in wrap(text, rect.width - 2 * look.size, size, font):
            sheet.runs.append(Run(line, rect.x0 + look.size, top, size, font, frame))
            top += size * (1.4 if text is ad[0] else 1.5)
    sheet.furniture += [("ad", ad[0]), ("ad", ad[1])]
