dependencies {
  paths = ["../../a", "../../b"]
}
