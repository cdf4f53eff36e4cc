inputs = {
  dir = get_working_dir()
}
