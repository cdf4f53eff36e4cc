inputs = {
  text = mark_glob_as_read("*.txt")
  all  = mark_glob_as_read("**/*.txt")
  some = mark_glob_as_read("{a,x}*.[a-t]*")
  none = mark_glob_as_read("--terragrunt-boundary", get_repo_root(), "*.nothing")
}
