case "minimal" {
  inputs {
    name = "alerts"
  }
}

case "encrypted with subscriptions" {
  inputs {
    name              = "alerts"
    display_name      = "Alerts"
    kms_master_key_id = "alias/alerts"
    subscriptions = {
      queue = { protocol = "sqs", endpoint = "arn:aws:sqs:eu-west-1:111122223333:alerts" }
    }
    topic_policy_statements = {
      publish = { actions = ["sns:Publish"], principals = [{ type = "Service", identifiers = ["events.amazonaws.com"] }] }
    }
    tags = { team = "shop" }
  }
}

case "everything" {
  inputs {
    name                        = "alerts.fifo"
    use_name_prefix             = true
    fifo_topic                  = true
    content_based_deduplication = true
    create_topic_policy         = false
    topic_policy                = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    policy                      = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    subscriptions = {
      queue = {
        protocol              = "sqs"
        endpoint              = "arn:aws:sqs:eu-west-1:111122223333:alerts.fifo"
        redrive_policy        = "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:111122223333:dead.fifo\"}"
        raw_message_delivery  = true
        subscription_role_arn = "arn:aws:iam::111122223333:role/firehose"
      }
    }
  }
}

case "fifo by its name" {
  inputs {
    name       = "alerts.fifo"
    fifo_topic = true
  }
}

case "not made" {
  inputs {
    create           = false
    create_sns_topic = false
  }
}
