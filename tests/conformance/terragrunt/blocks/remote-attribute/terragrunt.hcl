remote_state = {
  backend      = "gcs"
  disable_init = true
  config = {
    bucket = "b"
    prefix = "${basename(get_terragrunt_dir())}/x"
    number = 5
  }
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite"
  }
}
