"""What was seen of a fault that was brought about many times."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Found:
    """`acknowledged`: what the program said was done; `lost`: of that, what was not there afterwards; `twice`: what was
    done more often than asked; `unsound`: what the store complained of."""

    times: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    unsound: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Nothing was lost, doubled or damaged."""
        return not (self.lost or self.twice or self.unsound)

    def __add__(self, other: Found) -> Found:
        return Found(
            self.times + other.times, self.acknowledged + other.acknowledged, self.lost + other.lost,
            self.twice + other.twice, self.unsound + other.unsound,
        )  # fmt: skip
