package org.postern.gateway.learning;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.verdict.Finding;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;

/// What recipients' filters say about messages. Thread-safe, and never throws: mail does not wait
/// for what people taught.
public interface Filters {

  /// Nobody taught anything.
  Filters NONE =
      new Filters() {
        @Override
        public List<BayesOwner> of(TenantId tenant, EmailAddress recipient) {
          return List.of();
        }

        @Override
        public List<Finding> findings(Case mail, List<BayesOwner> owners) {
          return List.of();
        }
      };

  /// Whose filters to ask for a recipient, of those that there are; the most specific first.
  List<BayesOwner> of(TenantId tenant, EmailAddress recipient);

  /// What these say.
  List<Finding> findings(Case mail, List<BayesOwner> owners);
}
