//! What is for sale. Prices are here and nowhere else: no client ever names one.
//! A shop of its own reads this from its stock; four products are enough to see every case.

/// A product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) name_en: &'static str,
    pub(crate) description: &'static str,
    pub(crate) description_en: &'static str,
    /// In fen.
    pub(crate) price: u32,
    pub(crate) unit: &'static str,
    pub(crate) unit_en: &'static str,
}

/// The name of the shop: WeChat Pay wants it before the goods in `body`
/// ("商家名称-销售商品类目", pay.weixin.qq.com/doc/v2/merchant/4011940985).
pub(crate) const SHOP: &str = "山茶小店";

pub(crate) const PRODUCTS: [Product; 4] = [
    Product {
        id: "oolong",
        name: "高山乌龙",
        name_en: "Mountain oolong",
        description: "春茶，150 克一罐",
        description_en: "Spring tea, 150 g in a tin",
        price: 6800,
        unit: "罐",
        unit_en: "tin",
    },
    Product {
        id: "jasmine",
        name: "茉莉花茶",
        name_en: "Jasmine tea",
        description: "冷泡热泡都好，20 包一盒",
        description_en: "Good hot or cold, 20 bags in a box",
        price: 2990,
        unit: "盒",
        unit_en: "box",
    },
    Product {
        id: "postcard",
        name: "茶山明信片",
        name_en: "Postcard of the tea hills",
        description: "一分钱，用来试一次真的支付",
        description_en: "One fen, to try a payment that is real",
        price: 1,
        unit: "张",
        unit_en: "card",
    },
    Product {
        id: "sample",
        name: "试饮茶包",
        name_en: "Free sample",
        description: "免费，不用付款",
        description_en: "Free, nothing to pay",
        price: 0,
        unit: "包",
        unit_en: "bag",
    },
];

pub(crate) fn product(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_product_is_free_one_costs_a_fen_and_no_two_share_an_id() {
        assert_eq!(PRODUCTS.iter().filter(|product| product.price == 0).count(), 1);
        assert_eq!(PRODUCTS.iter().filter(|product| product.price == 1).count(), 1);
        for each in &PRODUCTS {
            assert_eq!(product(each.id), Some(each));
        }
        assert_eq!(product("car"), None);
    }
}
