"""承诺恢复: the strip under the workspace's header."""
