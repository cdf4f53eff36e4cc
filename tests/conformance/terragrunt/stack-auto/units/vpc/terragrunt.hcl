terraform {
  source = "${get_repo_root()}/module"
}

inputs = {
  val   = "own"
  other = "own"
}
