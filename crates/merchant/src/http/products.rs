//! `GET /api/products`: what is for sale, for anybody.

use axum::Json;
use serde_json::{Value, json};

use crate::catalogue::{PRODUCTS, Product};

pub(super) async fn list() -> Json<Value> {
    Json(json!({ "products": PRODUCTS.iter().map(product).collect::<Vec<_>>() }))
}

/// `price` is in fen.
fn product(product: &Product) -> Value {
    json!({
        "id": product.id,
        "name": product.name,
        "nameEn": product.name_en,
        "description": product.description,
        "descriptionEn": product.description_en,
        "price": product.price,
        "unit": product.unit,
        "unitEn": product.unit_en,
    })
}
