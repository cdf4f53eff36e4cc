unit "shared" {
  source = "${get_repo_root()}/units/a"
  path   = "shared"
  values = {
    who = "shared"
  }
}
