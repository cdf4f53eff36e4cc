inputs = {
  a = find_in_parent_folders("a", "b", "c")
}
