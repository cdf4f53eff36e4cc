inputs = {
  text = mark_glob_as_read("*.txt")
  all  = mark_glob_as_read("**/*.txt")
}
