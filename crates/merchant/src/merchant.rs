//! The merchant itself: its configuration and the parts that work for it. Never here: what they do.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::Config;
use crate::database::Database;
use crate::error::Error;
use crate::gateway::Gateways;
use crate::limit::Limit;
use crate::outgoing::Outgoing;
use crate::token::Tokens;
use crate::turns::Turns;

/// How many requests of buyers are worked on at once: tokio has 512 threads for work that blocks.
const PLACES: usize = 64;

/// A merchant backend. Clones share one database and one set of connections.
#[derive(Clone)]
pub struct Merchant(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) database: Database,
    pub(crate) gateways: Gateways,
    pub(crate) login: Outgoing,
    pub(crate) tokens: Tokens,
    pub(crate) turns: Turns,
    pub(crate) places: Arc<Semaphore>,
    pub(crate) logins: Limit,
    pub(crate) prepays: Limit,
}

impl Merchant {
    /// Opens the database, bringing its tables up to date, and makes everything ready to serve.
    ///
    /// # Errors
    /// The database cannot be used, or there are no random numbers.
    pub fn open(config: Config) -> Result<Self, Error> {
        Self::open_at(config, Clock::system())
    }

    /// The same, with a clock of one's own.
    ///
    /// # Errors
    /// Those of [`Self::open`].
    pub fn open_at(config: Config, clock: Clock) -> Result<Self, Error> {
        if config.token_key.is_none() {
            tracing::warn!(
                "WXPAY_TOKEN_KEY is not set: buyers have to log in again after a restart"
            );
        }
        for (name, address) in
            [("WXPAY_GATEWAY", &config.gateway), ("WXPAY_LOGIN_GATEWAY", &config.login_gateway)]
        {
            if address.starts_with("http://") && !crate::config::is_loopback(address) {
                tracing::warn!(
                    variable = name,
                    "secrets leave this machine unencrypted: use https"
                );
            }
        }
        Ok(Self(Arc::new(Parts {
            database: Database::open(&config)?,
            gateways: Gateways::new(&config, &clock),
            login: Outgoing::new(&config.login_gateway, config.patience),
            tokens: Tokens::new(config.token_key.as_ref())?,
            turns: Turns::default(),
            places: Arc::new(Semaphore::new(PLACES)),
            logins: Limit::new(config.limits.login),
            prepays: Limit::new(config.limits.prepay),
            clock,
            config,
        })))
    }

    /// Hands over what the shop took and gave back, the oldest first: to be compared with WeChat Pay's
    /// bill (交易账单).
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn ledger(&self, tell: impl FnMut(crate::database::Entry)) -> Result<(), Error> {
        self.parts().database.ledger(tell)
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    /// The paths of the backend, for any server of axum's.
    pub fn router(&self) -> axum::Router {
        crate::http::router(self.clone())
    }
}
