retryable_errors           = ["x"]
retry_max_attempts         = 3
retry_sleep_interval_sec   = 5
