//! Everything that can happen next: the answers to each kind of command, what buyers, merchants and phones do.
//! The world (world.rs) says which of them are possible now.

/// The keys of the orders. One letter each: short traces.
pub const KEYS: [&str; 3] = ["A", "B", "C"];

/// One thing that happens. Orders and open commands are told by their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// The page wants an order paid.
    Tap(usize),
    /// The same, with parameters that the page has already.
    TapWithParameters(usize),
    /// The page settles old orders; with the backend's own list of all orders, or without.
    Resume {
        listed: bool,
    },
    Foreground,
    /// The buyer pays in a cashier that was opened, whatever became of its app.
    BuyerPays(usize),
    MerchantCloses(usize),
    MerchantRefunds(usize),
    /// The app is killed and started again.
    Restart(Kept),
    HoursPass,
    /// A second, while a timer stands still in the background.
    SecondPasses,
    ClockGoesBack,
    /// An open command is answered.
    Answer(usize, End),
}

/// What storage gives back after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    Whole,
    Lost,
    /// The last line broke off.
    Cut,
    OtherVersion,
    NotText,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    LoggedIn,
    Prepared(Prepared),
    Saved,
    Closed(Closed),
    Queried(Queried),
    Elapsed,
    Failed(Failed),
}

/// Good answers of a backend to prepay, and bad ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prepared {
    Ready,
    NothingToPay,
    Garbage,
}

/// The callback of the cashier. Any of them may come whatever the buyer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closed {
    Ok,
    Cancel,
    SignRefused,
    Network,
    OrderPaid,
    /// A reason that nobody knows.
    Odd,
}

impl Closed {
    pub const ALL: [Self; 6] =
        [Self::Ok, Self::Cancel, Self::SignRefused, Self::Network, Self::OrderPaid, Self::Odd];

    /// Whether nobody can pay in this cashier any more. The client says ok, or that it lost its network, before
    /// the money has moved.
    pub fn is_the_end(self) -> bool {
        !matches!(self, Self::Ok | Self::Network)
    }

    pub fn err_msg(self) -> &'static str {
        match self {
            Self::Ok => "requestPayment:ok",
            Self::Cancel => "requestPayment:fail cancel",
            Self::SignRefused => "requestPayment:fail:支付验证签名失败",
            Self::Network => "requestPayment:fail network timeout",
            Self::OrderPaid => "requestPayment:fail:该订单已支付",
            Self::Odd => "requestPayment:fail 17",
        }
    }
}

/// What a query says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queried {
    Success,
    Refund,
    NotPay,
    NotFound,
    Closed,
    UserPaying,
    PayError,
    /// Paid, but another order.
    OtherOrder,
    /// Paid, but another amount.
    OtherAmount,
    Garbage,
}

/// Why a call came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failed {
    Timeout,
    Http500,
    Http401,
    /// A proxy's, or of a backend that is asked by another account.
    Http404,
    /// 404 with WeChat Pay's "no such order" inside.
    NotExist,
    /// 502 with WeChat Pay's refusal inside.
    OrderPaid,
    OrderClosed,
}

impl Failed {
    pub fn status(self) -> Option<u32> {
        Some(match self {
            Self::Timeout => return None,
            Self::Http500 => 500,
            Self::Http401 => 401,
            Self::Http404 | Self::NotExist => 404,
            Self::OrderPaid | Self::OrderClosed => 502,
        })
    }
}
