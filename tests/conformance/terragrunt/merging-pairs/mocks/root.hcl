dependency "dep" {
  config_path = "${get_terragrunt_dir()}/../dep"
  mock_outputs = {
    text = "p"
    list = ["p"]
    map  = { a = 1, l = ["p"] }
    null = null
  }
}
