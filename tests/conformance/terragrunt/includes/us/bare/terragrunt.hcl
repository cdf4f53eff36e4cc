include {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/app"
}

inputs = {
  at = path_relative_to_include()
}
