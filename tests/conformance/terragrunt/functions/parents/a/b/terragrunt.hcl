inputs = {
  none     = find_in_parent_folders()
  root     = find_in_parent_folders("root.hcl")
  marker   = find_in_parent_folders("marker.txt")
  folder   = find_in_parent_folders("common")
  fallback = find_in_parent_folders("absent.hcl", "fallback.hcl")
  empty    = find_in_parent_folders("absent.hcl", "")
  below    = find_in_parent_folders("functions/x", "none")
  directory = dirname(find_in_parent_folders("root.hcl"))
}
