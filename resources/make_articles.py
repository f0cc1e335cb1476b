"""Draws the demonstration shop's articles: one SVG per picture, the same bytes every time.

Run `python resources/make_articles.py` after changing a drawing; `--to FOLDER` writes elsewhere.
How things are drawn is left to `article_shapes`, what is sold to `demo/catalogue.json`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from article_shapes import desk, home, kitchen, pantry, play, table, textiles, workshop
from article_shapes.svg import BEECH, OLIVE_WOOD, WOOD

HERE = Path(__file__).resolve().parent

BLUE, GREEN, CREAM = "#3D6A9F", "#5B8C66", "#EADFC8"
CRANBERRY, TERRACOTTA, CORAL = "#8E3340", "#C4673F", "#CF6A52"
FOREST, NAVY, MUSTARD = "#2F5D50", "#33466B", "#D5A13A"
OLIVE, PLUM, SAGE, ROSE = "#7C8450", "#6E4A63", "#9DB09A", "#CF9A94"
SKY, HONEY, KRAFT, SLATE = "#8FB3C9", "#D8962B", "#C69C6D", "#5D6B76"
OAT, AMBER_GLASS, STONE, STEEL = "#DCCDB2", "#8A5A2B", "#A7A59E", "#AEB6BD"


def pictures() -> dict[str, str]:
    """Every picture's name without ending, and the inside of its SVG."""
    return {
        **_from_the_kitchen(),
        **_from_the_table(),
        **_from_the_pantry(),
        **_of_cloth(),
        **_for_the_desk(),
        **_for_the_home(),
        **_for_the_workshop(),
        **_for_play(),
    }


def _from_the_kitchen() -> dict[str, str]:
    return {
        "kettle-steel": kitchen.kettle(STEEL),
        "kettle-cream": kitchen.kettle(CREAM, "#8A5F3A"),
        "teapot-sage": kitchen.teapot(SAGE),
        "pan-iron": kitchen.pan("#464C51"),
        "casserole-cranberry": kitchen.casserole(CRANBERRY),
        "casserole-forest": kitchen.casserole(FOREST),
        "spoon-olive": kitchen.spoon(OLIVE_WOOD),
        "spoon-beech": kitchen.spoon(BEECH),
        "turner-olive": kitchen.turner(OLIVE_WOOD),
        "whisk-beech": kitchen.whisk(BEECH),
        "board-oak": kitchen.board(WOOD),
        "rolling-pin": kitchen.rolling_pin(BEECH),
        "knife-paring": kitchen.knife("#7B4B33"),
        "pepper-mill": kitchen.pepper_mill("#8B5E3C"),
        "grater": kitchen.grater(),
        "scale-cream": kitchen.scale(CREAM),
        "timer-coral": kitchen.timer(CORAL),
        "mortar-stone": kitchen.mortar("#8E939A"),
    }


def _from_the_table() -> dict[str, str]:
    return {
        "mug-blue": table.mug(BLUE),
        "mug-green": table.mug(GREEN),
        "mug-cream": table.mug(CREAM, BLUE, "#B9A98A"),
        "cup-rose": table.cup_and_saucer(ROSE),
        "tumbler-clear": table.tumbler("#B5CBD2", "#E0A24E"),
        "bowl-sky": table.bowl(SKY),
        "bowl-terracotta": table.bowl(TERRACOTTA, CREAM),
        "plate-cream": table.plate(CREAM, GREEN),
        "jug-blue": table.jug(SKY),
        "egg-cups": table.egg_cups(MUSTARD, BLUE),
        "coasters-cork": table.coasters("#C79A66"),
        "napkin-linen": table.napkin_ring_cloth(SAGE),
    }


def _from_the_pantry() -> dict[str, str]:
    return {
        "tea-mountain": pantry.tin(CRANBERRY),
        "tea-garden": pantry.tin(FOREST, "#C9A23A"),
        "tea-caddy": pantry.caddy(NAVY),
        "honey": pantry.jar(HONEY, "#6B4A2C", "#E2A93F"),
        "jam-berry": pantry.jar("#7E2740", "#D9CDB8"),
        "jam-apricot": pantry.jar("#E08A3C", "#D9CDB8"),
        "oil-olive": pantry.bottle("#5E6B34"),
        "syrup-raspberry": pantry.bottle("#A8455C", sign="#A8455C"),
        "coffee": pantry.pouch("#8C6A4A", "#4B2E20"),
        "flour": pantry.pouch("#E5D6B8", MUSTARD, bean=False),
        "chocolate-dark": pantry.chocolate(NAVY),
        "chocolate-milk": pantry.chocolate(TERRACOTTA),
        "spice-paprika": pantry.spice_tin(STEEL, "#B5432F"),
        "pasta": pantry.pasta(GREEN),
    }


def _of_cloth() -> dict[str, str]:
    return {
        "socks-coral": textiles.sock(CORAL, "#EFC4B4"),
        "socks-navy": textiles.sock(NAVY, "#AFC0D6"),
        "towels-sage": textiles.towels(SAGE, OAT),
        "apron-navy": textiles.apron(NAVY),
        "throw-mustard": textiles.throw(MUSTARD, "#B5713A"),
        "cushion-terracotta": textiles.cushion(TERRACOTTA, "#E9B58F"),
        "tote-natural": textiles.tote("#E4D6BA", GREEN),
        "mitt-cranberry": textiles.oven_mitt(CRANBERRY),
        "beanie-forest": textiles.beanie(FOREST),
        "slippers-slate": textiles.slippers(SLATE),
        "yarn-plum": textiles.yarn(PLUM),
    }


def _for_the_desk() -> dict[str, str]:
    rainbow = (CRANBERRY, MUSTARD, GREEN, BLUE, PLUM)
    return {
        "notebook-forest": desk.notebook(FOREST),
        "notebook-ink": desk.notebook("#2E3B57", "#C4673F"),
        "notebook-clay": desk.notebook("#B4604A", "#F0D9A8"),
        "planner": desk.planner(SAGE),
        "pencils": desk.pencils(rainbow, SLATE),
        "pen-navy": desk.pen(NAVY),
        "scissors-coral": desk.scissors(CORAL),
        "tapes": desk.tapes(SKY, MUSTARD),
        "cards": desk.cards("#E6DAC2", CRANBERRY),
        "calendar": desk.calendar(TERRACOTTA),
        "ink": desk.ink("#2F4A8A"),
        "pencil-case": desk.pencil_case(OLIVE),
    }


def _for_the_home() -> dict[str, str]:
    return {
        "candle-beeswax": home.candle_jar("#CF9136"),
        "candle-lavender": home.candle_jar("#9C89AC"),
        "candles-pillar": home.pillar_candles("#EBDDC3", "#D9C2A0"),
        "candles-taper": home.taper_candles("#B9604F", CRANBERRY),
        "lamp": home.lamp(BLUE, "#F0E2C4"),
        "plant-terracotta": home.potted_plant(TERRACOTTA),
        "pot-stone": home.empty_pot(STONE, "#8F8D87"),
        "watering-can": home.watering_can(GREEN),
        "soap-olive": home.soap("#A9B283", "#6F7A45"),
        "soap-rose": home.soap("#E0B4AC", "#A85A5A"),
        "soap-liquid": home.soap_bottle(AMBER_GLASS),
        "brush-beech": home.hand_brush(BEECH),
        "brush-dish": home.dish_brush(BEECH),
        "vase-clay": home.vase("#B98A76"),
        "frame-oak": home.frame(WOOD),
        "clock-slate": home.clock(SLATE),
        "doormat": home.doormat("#B08A5B", "#5D4630"),
        "lantern": home.lantern("#3F464C"),
        "hooks-oak": home.coat_hooks(),
    }


def _for_the_workshop() -> dict[str, str]:
    return {
        "hammer": workshop.hammer(),
        "screwdriver": workshop.screwdriver(TERRACOTTA),
        "tape-measure": workshop.tape_measure(BLUE),
        "torch": workshop.torch(OLIVE),
        "twine": workshop.twine("#C7A878"),
        "matches": workshop.matches(SKY),
        "trowel": workshop.trowel("#8B5E3C"),
        "seeds": workshop.seed_packet("#F0E6D0", CORAL),
    }


def _for_play() -> dict[str, str]:
    return {
        "bear": play.bear("#A87B4F"),
        "blocks": play.blocks(CORAL, BLUE, MUSTARD),
        "puzzle": play.puzzle(NAVY, "#C9DCE4", "#6E8F86"),
        "car": play.car(CORAL),
        "top": play.spinning_top(GREEN, "#F0D9A8"),
        "playing-cards": play.playing_cards(FOREST),
        "rainbow": play.rainbow(CORAL, MUSTARD, SAGE, SKY),
        "kite": play.kite(BLUE, MUSTARD),
        "gift-tea": play.gift_box(FOREST, "#D9B36A"),
        "gift-desk": play.gift_box(KRAFT, CRANBERRY),
        "gift-weekend": play.gift_box(SAGE, CREAM),
    }


def sheet(inner: str) -> str:
    """A whole SVG document, one element to the line."""
    body = inner.replace("/><", "/>\n<").replace("><g", ">\n<g").replace("</g><", "</g>\n<")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320" viewBox="0 0 320 320">\n'
        f"{body}\n</svg>\n"
    )


def write(folder: Path) -> int:
    """Write every picture into `folder`; the number written."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures()
    for name, inner in drawn.items():
        (folder / f"{name}.svg").write_text(sheet(inner), encoding="utf-8", newline="\n")
    return len(drawn)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", type=Path, default=HERE / "demo" / "articles", help="folder")
    folder: Path = parser.parse_args().to
    print(f"{write(folder)} pictures in {folder}")


if __name__ == "__main__":
    main()
