"""From a message to what it is about: encoder, classifier, guards, splitting, entities. No Rasa and no database here."""
