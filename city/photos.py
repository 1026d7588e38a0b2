"""Which drawn photo belongs to which topic of complaints."""

from random import Random

from city.scenes import DRAWN

# The beginning or the middle of a topic's code → the scene; the first that fits.
SCENES: tuple[tuple[str, str], ...] = (
    ("lamp", "lamp"), ("light", "lamp"), ("wire", "lamp"), ("electric", "lamp"),
    ("graffiti", "graffiti"), ("advert", "graffiti"), ("poster", "graffiti"),
    ("snow", "snow"), ("ice", "snow"), ("icicle", "snow"), ("grit", "snow"), ("ski", "snow"),
    ("bench", "bench"), ("playground", "bench"), ("sport", "bench"), ("equipment", "bench"),
    ("stop", "stop"), ("bus", "stop"), ("ticket", "stop"), ("station", "stop"), ("tram", "stop"),
    ("tree", "tree"), ("lawn", "tree"), ("flower", "tree"), ("beach", "tree"),
    ("puddle", "puddle"), ("drain", "puddle"), ("flood", "puddle"), ("water", "puddle"),
    ("sewer", "puddle"), ("leak", "puddle"), ("fountain", "puddle"), ("quay", "puddle"),
    ("waste", "bin"), ("bin", "bin"), ("litter", "bin"), ("dump", "bin"), ("dirt", "bin"),
    ("large", "bin"), ("sweep", "bin"), ("burning", "bin"), ("mess", "bin"), ("animal", "bin"),
    ("sign", "sign"), ("crossing", "sign"), ("marking", "sign"), ("barrier", "sign"),
    ("parking", "sign"), ("car", "sign"), ("scooter", "sign"), ("works", "sign"), ("site", "sign"),
    ("house", "door"), ("school", "door"), ("clinic", "door"), ("library", "door"),
    ("kindergarten", "door"), ("office", "door"), ("shop", "door"), ("museum", "door"),
    ("social", "door"), ("centre", "door"), ("market", "door"), ("building", "door"),
)  # fmt: skip


def scene_of(topic: str) -> str:
    """Which scene stands for a topic; where none fits, a hole in the ground does."""
    return next((scene for part, scene in SCENES if part in topic), "hole")


def photo(scene: str, *, mended: bool, seed: int) -> bytes:
    """A JPEG of the scene; the same seed gives the same place."""
    return DRAWN[scene](Random(f"{scene}-{seed}"), mended).jpeg()  # a name, not a secret
