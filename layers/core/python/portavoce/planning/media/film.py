"""A moving image (GIF, PNG, WebP) as a video: most platforms show only videos moving."""

from pathlib import Path

import av
from PIL import Image, ImageSequence

from portavoce.planning.media.image import open_image
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.video_writer import open_mp4

# What browsers do with pictures that are to stand for no time at all.
_SHORTEST_MS, _USUAL_MS = 20, 100
# GIFs count in hundredths of a second; at one rate it is taken wherever a rate is asked for.
_RATE = 50
_GROUND = (255, 255, 255, 255)


def film_image(content: bytes, named: str, into: Path) -> None:
    """Writes the image's pictures, each as long as it stands, once over, on white, into an MP4. Raises MediaRefused."""
    with open_image(content, named) as picture, open_mp4(into) as made:
        if not picture.moving:
            raise MediaRefused(f"{named} does not move: there is nothing to film")
        size = (picture.image.width // 2 * 2, picture.image.height // 2 * 2)
        track = made.add_stream("libx264", rate=_RATE, options={"crf": "18", "profile": "high"})
        track.width, track.height, track.pix_fmt = *size, "yuv420p"
        at, until = 0, 0
        for shown in ImageSequence.Iterator(picture.image):
            frame = _frame(shown, size)
            stands = round(shown.info.get("duration", _USUAL_MS))
            until += stands if stands >= _SHORTEST_MS else _USUAL_MS
            while at * 1000 < until * _RATE:
                frame.pts = at
                made.mux(track.encode(frame))
                at += 1
        made.mux(track.encode(None))


def _frame(shown: Image.Image, size: tuple[int, int]) -> av.VideoFrame:
    ground = Image.new("RGBA", shown.size, _GROUND)
    ground.alpha_composite(shown.convert("RGBA"))
    frame = av.VideoFrame(*size, "rgb24")
    plane, row = frame.planes[0], 3 * size[0]
    pixels = ground.convert("RGB").crop((0, 0, *size)).tobytes()
    rest = bytes(plane.line_size - row)
    plane.update(b"".join(pixels[at : at + row] + rest for at in range(0, len(pixels), row)))
    return frame.reformat(format="yuv420p")
