case "minimal" {
  inputs {
    name          = "one"
    ami           = "ami-1"
    subnet_id     = "subnet-1"
    instance_type = "t3.micro"
  }
}

case "encrypted with volumes" {
  labels = ["2", "3.0", "3", "4", "5", "5.0-5.7"]
  inputs {
    name                        = "one"
    ami                         = "ami-1"
    instance_type               = "m7i.large"
    subnet_id                   = "subnet-1"
    vpc_security_group_ids      = ["sg-1"]
    create_security_group       = false
    associate_public_ip_address = true
    create_eip                  = true
    monitoring                  = true
    key_name                    = "key"
    root_block_device           = [{ encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", volume_size = 50 }]
    ebs_block_device            = [{ device_name = "/dev/sdf", encrypted = false, volume_size = 5 }]
    metadata_options            = { http_tokens = "required" }
    create_iam_instance_profile = true
    iam_role_name               = "one"
    iam_role_policies           = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    tags                        = { team = "shop" }
  }
}

case "encrypted with volumes" {
  labels = ["6"]
  inputs {
    name                        = "one"
    ami                         = "ami-1"
    instance_type               = "m7i.large"
    subnet_id                   = "subnet-1"
    vpc_security_group_ids      = ["sg-1"]
    create_security_group       = false
    associate_public_ip_address = true
    create_eip                  = true
    monitoring                  = true
    key_name                    = "key"
    root_block_device           = { encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", size = 50 }
    ebs_volumes                 = { data = { device_name = "/dev/sdf", encrypted = false, size = 5 } }
    metadata_options            = { http_tokens = "required" }
    create_iam_instance_profile = true
    iam_role_name               = "one"
    iam_role_policies           = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    tags                        = { team = "shop" }
  }
}

case "spot" {
  inputs {
    name                 = "cheap"
    ami                  = "ami-1"
    create_spot_instance = true
    spot_price           = "0.10"
    subnet_id            = "subnet-1"
    iam_instance_profile = "other"
    user_data            = "#!/bin/sh"
  }
}

case "ami kept" {
  inputs {
    name               = "kept"
    ami                = "ami-1"
    ignore_ami_changes = true
    subnet_id          = "subnet-1"
    availability_zone  = "eu-west-1a"
  }
}

case "not made" {
  inputs {
    create = false
    name   = "none"
  }
}

case "several" {
  labels = ["2"]
  inputs {
    name                   = "many"
    ami                    = "ami-1"
    instance_type          = "t3.micro"
    instance_count         = 3
    subnet_ids             = ["subnet-1", "subnet-2"]
    vpc_security_group_ids = ["sg-1"]
    root_block_device      = [{ encrypted = false, volume_size = 10 }]
  }
}

case "one with a number" {
  labels = ["2"]
  inputs {
    name              = "one"
    ami               = "ami-1"
    instance_type     = "m5.large"
    use_num_suffix    = true
    subnet_id         = "subnet-1"
    network_interface = [{ device_index = 0, network_interface_id = "eni-1" }]
    vpc_security_group_ids = ["sg-1"]
  }
}

case "none" {
  labels = ["2"]
  inputs {
    name           = "none"
    ami            = "ami-1"
    instance_type  = "t3.micro"
    instance_count = 0
    subnet_id      = "subnet-1"
    vpc_security_group_ids = ["sg-1"]
  }
}
