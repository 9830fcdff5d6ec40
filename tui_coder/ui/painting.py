"""Painting what changed and nothing else.

Textual's compositor asks every widget of the screen for all its lines when a single line of one has changed: it
compares what changed with where a widget may be seen, not with where it is. At each key that is a third of the work.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class NearCompositor(Compositor):
    """Asks the widgets that lie where something changed, and those only for the lines that changed."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        near = crop or self.size.region
        for widget, (region, clip) in self.visible_widgets.items():
            # Columns stay as they are: Textual cuts lines only where widgets begin and end.
            lines = Region(clip.x, near.y, clip.width, near.height).intersection(clip)
            seen = region.intersection(lines)
            if seen and near.overlaps(seen):
                yield region, lines, widget.render_lines(seen.translate(-region.offset))
