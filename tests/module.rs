//! The module that ships, miniprogram/wxpay/wxpay_bg.wasm.br, byte for byte: WebAssembly 1.0 as WeChat's
//! oldest clients take it, no growing memory, no signing, nothing of the machine that built it. Each rule
//! is first seen to refuse a module that breaks it. Nothing is built here: scripts/build.sh does that.
#![cfg(not(target_arch = "wasm32"))]

use std::io::Read;
use wasmparser::{
    ExternalKind, Operator, Parser, Payload, TypeRef, ValType, Validator, WasmFeatures,
};

const SHIPPED: &[u8] = include_bytes!("../miniprogram/wxpay/wxpay_bg.wasm.br");

/// Four pages of 64 KiB: what the arena, the stack and the data were made to fit.
const PAGES: u64 = 4;

/// Paths and names that tell where a module was built.
const TRACES: [&str; 5] = ["/root", "/home/", ".cargo", "registry", "rustc/"];

fn shipped() -> Vec<u8> {
    let mut wasm = Vec::new();
    brotli_decompressor::Decompressor::new(SHIPPED, 4096).read_to_end(&mut wasm).expect("brotli");
    wasm
}

/// Everything that is wrong with a module. One table at most is a rule of WebAssembly 1.0 itself.
fn faults(wasm: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut validator = Validator::new_with_features(WasmFeatures::WASM1);
    if let Err(error) = validator.validate_all(wasm) {
        faults.push(format!("not WebAssembly 1.0: {error}"));
        return faults;
    }
    for trace in TRACES {
        if wasm.windows(trace.len()).any(|part| part == trace.as_bytes()) {
            faults.push(format!("holds {trace}"));
        }
    }
    faults.extend(structure(wasm));
    faults
}

fn structure(wasm: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut signatures, mut functions) = (Vec::new(), Vec::<u32>::new());
    let mut memory_is_exported = false;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.expect("validated before") {
            Payload::TypeSection(types) => {
                for kind in types.into_iter_err_on_gc_types() {
                    signatures.push(kind.expect("validated before"));
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.expect("validated before");
                    match import.ty {
                        TypeRef::Func(at) => {
                            functions.push(at);
                            if wide(&signatures[at as usize]) {
                                faults.push(format!("import {} takes or gives i64", import.name));
                            }
                        }
                        other => faults.push(format!("imports {}: {other:?}", import.name)),
                    }
                }
            }
            Payload::FunctionSection(own) => {
                functions.extend(own.into_iter().map(|at| at.expect("validated before")));
            }
            Payload::MemorySection(memories) => {
                for memory in memories {
                    let memory = memory.expect("validated before");
                    if memory.initial > PAGES {
                        faults.push(format!("begins with {} pages", memory.initial));
                    }
                }
            }
            Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export.expect("validated before");
                    match export.kind {
                        ExternalKind::Memory => memory_is_exported = true,
                        ExternalKind::Global => {
                            faults.push(format!("exports global {}", export.name))
                        }
                        ExternalKind::Func => {
                            let at = functions[export.index as usize];
                            if wide(&signatures[at as usize]) {
                                faults.push(format!("export {} takes or gives i64", export.name));
                            }
                        }
                        _ => {}
                    }
                    if ["sign", "canonicalString"].contains(&export.name) {
                        faults.push(format!("signs: {}", export.name));
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut operators = body.get_operators_reader().expect("validated before");
                while !operators.eof() {
                    if let Operator::MemoryGrow { .. } = operators.read().expect("validated before")
                    {
                        faults.push("grows its memory".into());
                    }
                }
            }
            Payload::CustomSection(section) => faults.push(format!("section {}", section.name())),
            _ => {}
        }
    }
    if !memory_is_exported {
        faults.push("exports no memory".into());
    }
    faults
}

/// An i64 crosses the boundary as a BigInt, which old clients do not have.
fn wide(signature: &wasmparser::FuncType) -> bool {
    signature.params().iter().chain(signature.results()).any(|kind| *kind == ValType::I64)
}

#[test]
fn the_module_that_ships_keeps_every_rule() {
    assert_eq!(faults(&shipped()), [""; 0]);
}

#[test]
fn the_module_that_ships_has_the_machine() {
    let wasm = shipped();
    let names: Vec<_> = Parser::new(0)
        .parse_all(&wasm)
        .filter_map(|payload| match payload.expect("a module") {
            Payload::ExportSection(exports) => Some(exports),
            _ => None,
        })
        .flatten()
        .map(|export| export.expect("a module").name.to_owned())
        .collect();
    for name in ["memory", "checkout_new", "checkout_handle", "addEntropy"] {
        assert!(names.iter().any(|export| export == name), "no {name} among {names:?}");
    }
}

/// What is wrong with a module of this text.
fn of(text: &str) -> Vec<String> {
    faults(&wat::parse_str(text).expect("a module as text"))
}

#[test]
fn a_small_module_that_keeps_every_rule_has_no_fault() {
    let good = r#"(module (import "./wxpay_bg.js" "f" (func (param i32 f64)))
        (memory (export "memory") 4) (table 1 funcref) (global (mut i32) (i32.const 0))
        (func (export "g") (result i32) i64.const 1 i32.wrap_i64))"#;
    assert_eq!(of(good), [""; 0]);
}

#[test]
fn each_rule_refuses_a_module_that_breaks_it() {
    let memory = r#"(memory (export "memory") 1)"#;
    for (fault, text) in [
        ("grows its memory", "(func (drop (memory.grow (i32.const 1))))"),
        ("exports global", r#"(global (export "g") i32 (i32.const 0))"#),
        ("imports g", r#"(import "./wxpay_bg.js" "g" (global i32))"#),
        ("import f takes or gives i64", r#"(import "./wxpay_bg.js" "f" (func (param i64)))"#),
        ("export f takes or gives i64", r#"(func (export "f") (result i64) i64.const 1)"#),
        ("signs: sign", r#"(func (export "sign"))"#),
        ("signs: canonicalString", r#"(func (export "canonicalString"))"#),
        ("holds /root", r#"(data (i32.const 0) "/root/project/src/lib.rs")"#),
        ("holds .cargo", r#"(data (i32.const 0) ".cargo/git")"#),
        ("holds registry", r#"(data (i32.const 0) "registry/src/index")"#),
        ("holds rustc/", r#"(data (i32.const 0) "rustc/59807616e1fa/library")"#),
        ("section", r#"(@custom "producers" "x")"#),
        ("not WebAssembly 1.0", "(func (drop (i32.extend8_s (i32.const 1))))"),
        ("not WebAssembly 1.0", "(func (drop (i32.trunc_sat_f64_s (f64.const 1))))"),
        ("not WebAssembly 1.0", "(func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))"),
        ("not WebAssembly 1.0", "(func (result i32 i32) i32.const 1 i32.const 2)"),
        ("not WebAssembly 1.0", "(table 1 externref)"),
        ("not WebAssembly 1.0", "(table 1 funcref) (table 1 funcref)"),
    ] {
        let module = match text.starts_with("(import") {
            true => format!("(module {text} {memory})"),
            false => format!("(module {memory} {text})"),
        };
        let faults = of(&module);
        assert!(faults.iter().any(|one| one.starts_with(fault)), "{fault}: {faults:?} in {module}");
    }
    assert_eq!(of(r#"(module (memory (export "memory") 5))"#), ["begins with 5 pages"]);
    assert_eq!(of("(module (memory 1))"), ["exports no memory"]);
}
