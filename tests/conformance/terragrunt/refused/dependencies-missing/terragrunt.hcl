dependencies {
  paths = ["../absent"]
}
