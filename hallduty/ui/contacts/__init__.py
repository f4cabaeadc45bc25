"""通讯录: people, departments and the emergency group."""
