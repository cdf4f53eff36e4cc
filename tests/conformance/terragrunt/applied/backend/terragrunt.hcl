terraform {
  source = "../modules/small"
}
remote_state {
  backend = "local"
  generate = {
    path      = "extra.tf"
    if_exists = "overwrite"
  }
  config = {
    path = "state.tfstate"
  }
}
