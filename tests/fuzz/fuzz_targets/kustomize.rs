#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    driftline_fuzz::kustomize(data);
});
