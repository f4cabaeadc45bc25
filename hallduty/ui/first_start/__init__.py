"""The first start: a short wizard, left and resumed at any step; all of it is in 设置 too."""
