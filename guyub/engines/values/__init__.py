"""The small words every engine speaks: a place, a month, a citizen's number, money and a part of a whole."""

from guyub.engines.values.area import AreaCode
from guyub.engines.values.money import Rupiah
from guyub.engines.values.nik import MASK, Nik, Sex, mask_digits
from guyub.engines.values.period import Period
from guyub.engines.values.share import Share
from guyub.engines.values.words import Words

__all__ = ["MASK", "AreaCode", "Nik", "Period", "Rupiah", "Sex", "Share", "Words", "mask_digits"]
