"""Drafts of answers by a language model: asked for by a person, edited by a person, sent by a person."""
