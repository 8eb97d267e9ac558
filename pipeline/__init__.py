"""对照 Duizhao: compares Chinese government annual reports across years and districts."""

__version__ = "0.1.0"
