"""事件: the ledger list and one incident's workspace."""
